"""Sound: asked for by everybody, in every state, at every address of it, in every way a browser asks for a file."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from common.audit import entries_for
from common.jobs.run_now import drain
from common.jobs.service import enqueue
from common.storages import sealed_storage
from stories import approval, copies, moderation, redaction, second_person, withdrawal
from stories.enums import Form, Purpose, RedactionAction, RedactionKind
from stories.models import Redaction, SealedPart, Story, Submission
from stories.permissions import ANONYMISERS
from stories.tellers import SESSION_KEY
from stories.wishes import Wish, wish_for
from tests.promise.recordings import TESTIMONY, agree, make_spoken, store_words
from tests.stories.factories import at_time, make_story, make_teller, make_user, sign_in, sit_down
from tests.transcription.factories import add_recording, send_recording
from transcription.models import Recording, SafeCopy

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
LONG_AGO = dt.timedelta(days=3 * 365)
# In each of them a copy was made, and nobody but its teller and editors may hear it.
SHUT = ("handed", "second_read", "approved", "refused", "changes", "held", "withdrawn", "erased", "expired")
TAKEN_BACK = ("withdrawn", "erased", "expired")
RANGES = ("bytes=0-99", "bytes=-50", "bytes=999999999-")
STRANGERS = ("nobody", "another teller", Role.COORDINATOR, Role.TRAINER, Role.ADMINISTRATOR)
EDITORS = (Role.EDITOR, Role.SECOND_READER, Role.SAFEGUARDING_LEAD)


def make_state(state: str) -> SealedPart:
    if state == "expired":
        with at_time(timezone.now() - LONG_AGO):
            return make_spoken("published")
    return make_spoken(state)


def client_of(who: str) -> Client:
    client = Client()
    if who == "another teller":
        teller, _words = make_teller()
        make_story("published", teller=teller)
        return as_teller(client, str(teller.pk))
    return client if who == "nobody" else sign_in(client, make_user(Role(who)))


def as_teller(client: Client, teller_id: str) -> Client:
    session = client.session
    session[SESSION_KEY] = teller_id
    session.save()
    return client


def public(part: SealedPart) -> list[str]:
    ids = {"story_id": part.submission_id, "part_id": part.pk}
    return [reverse(f"transcription:{name}", kwargs=ids) for name in ("media", "captions")]


def of_part(part: SealedPart, *names: str) -> list[str]:
    return [reverse(f"transcription:{name}", kwargs={"part_id": part.pk}) for name in names]


def previews(part: SealedPart, who: str) -> list[str]:
    return of_part(part, f"{who}_media", f"{who}_captions")


def everything_of(part: SealedPart) -> list[str]:
    return [*public(part), *previews(part, "teller"), *previews(part, "editor"), *of_part(part, "original")]


def assert_refused(client: Client, urls: list[str]) -> None:
    """With GET and HEAD, the whole of it and any piece: no byte of sound and no word of it."""
    for url in urls:
        answers = [client.get(url), client.head(url)]
        answers += [client.get(url, headers={"Range": wanted}) for wanted in RANGES]
        for response in answers:
            assert response.status_code in (302, 403, 404), (url, response.status_code)
            assert not response.streaming
            assert "Content-Range" not in response.headers
            assert not response.headers["Content-Type"].startswith(("audio", "video", "text/vtt"))
            assert b"WEBVTT" not in response.content


def assert_heard(client: Client, url: str) -> bytes:
    response = client.get(url)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_published_recording_is_heard_by_everybody_and_nothing_more() -> None:
    part = make_state("published")
    for who in STRANGERS:
        client = client_of(who)
        sound, words = (assert_heard(client, url) for url in public(part))
        assert len(sound) == SafeCopy.objects.get().size
        assert b"Alan" not in words
        assert_refused(
            client, [*previews(part, "teller"), *previews(part, "editor"), *of_part(part, "original")]
        )


@pytest.mark.parametrize("state", SHUT)
def test_in_every_other_state_nobody_else_hears_it(state: str) -> None:
    part = make_state(state)
    for who in STRANGERS:
        assert_refused(client_of(who), everything_of(part))
    if state in TAKEN_BACK:
        assert_shut_to_those_who_work_on_it(part, state)


def assert_shut_to_those_who_work_on_it(part: SealedPart, state: str) -> None:
    """To its teller and to editors, before any worker has cleared it away."""
    teller = as_teller(Client(), str(Submission.objects.get(pk=part.submission_id).teller_id))
    assert_refused(teller, everything_of(part))
    for role in EDITORS:
        shut = [*public(part), *previews(part, "teller"), *previews(part, "editor")]
        # The answer ran out, the story was not taken back: the sealed original stays with its editors.
        assert_refused(client_of(role), shut if state == "expired" else [*shut, *of_part(part, "original")])


@pytest.mark.parametrize("why", ["a disguised film was agreed to", "it was wished for"])
def test_a_plain_voice_is_never_heard_where_a_disguised_one_was_meant(why: str) -> None:
    """Sound only: agreeing to a disguised film is no yes to the voice; a wish stands above every yes."""
    part = make_spoken("published", form=Form.AUDIO)
    assert_heard(Client(), public(part)[0])
    if why == "it was wished for":
        wish_for(submission_id=part.submission_id, part_id=part.pk, wish=Wish(disguise_voice=True))
    else:
        agree(part, Form.DISGUISED_VIDEO)
    # At the same moment, by the gate alone; then the workers make the disguised one.
    assert_refused(Client(), [*public(part), *previews(part, "editor")])
    drain()
    [copy] = SafeCopy.objects.all()
    assert copy.form == Form.DISGUISED_AUDIO
    assert_refused(Client(), public(part))  # nor that one, before its teller has heard it
    assert copies.copies_on_offer(story_id=part.submission_id) == [], "nor a second person"
    reader = make_user(Role.SECOND_READER)
    second_person.open_each(story_id=part.submission_id, by=reader)
    second_person.say_heard(story_id=part.submission_id, heard=[copy.sha256], by=reader)
    [made] = copies.copies_on_offer(story_id=part.submission_id)
    approval.answer_copies(story_id=part.submission_id, heard=[made.sha256], approved=True)
    assert_heard(Client(), public(part)[0])


@pytest.mark.parametrize("agreed", [Form.AUDIO, Form.DISGUISED_VIDEO, Form.VIDEO])
def test_whatever_is_agreed_to_a_wished_disguise_is_what_is_made(agreed: Form) -> None:
    part = send_recording(TESTIMONY, form=agreed)
    SealedPart.objects.filter(pk=part.pk).update(disguise_voice=True)
    store_words(part)
    enqueue(kind="make_safe_copy", object_id=part.pk)
    drain()
    assert [copy.form for copy in SafeCopy.objects.all()] == [Form.DISGUISED_AUDIO]


REDUCED: dict[str, Callable[[SealedPart], object]] = {
    "words only": lambda part: agree(part, Form.TEXT),
    "a disguised voice": lambda part: agree(part, Form.DISGUISED_AUDIO),
    "not the website": lambda part: withdrawal.take_back_purpose(
        submission_id=part.submission_id, purpose=Purpose.WEBSITE
    ),
}


@pytest.mark.parametrize("what", list(REDUCED))
def test_a_smaller_yes_is_heard_at_the_same_moment(what: str) -> None:
    part = make_spoken("published")
    reader, editor = Client(), client_of(Role.EDITOR)
    teller = as_teller(Client(), str(part.submission.teller_id))
    page = f"/stories/{part.submission_id}/"
    assert public(part)[0] in reader.get(page).content.decode()
    pieces = reader.get(public(part)[0], headers={"Range": "bytes=0-99"})
    assert pieces.status_code == 206
    REDUCED[what](part)
    assert public(part)[0] not in reader.get(page).content.decode()
    for client, urls in (
        (reader, public(part)),
        (teller, previews(part, "teller")),
        (editor, previews(part, "editor")),
    ):
        assert_refused(client, urls)
    name = SafeCopy.objects.get().file_name
    drain()
    assert not sealed_storage().exists(name)
    heard = [clip.form for clip in SafeCopy.objects.all()]
    assert heard == ([Form.DISGUISED_AUDIO] if what == "a disguised voice" else [])


def decide_more(part: SealedPart) -> None:
    redaction.redact(
        part_id=part.pk,
        start=0,
        end=1,
        kind=RedactionKind.PERSON,
        action=RedactionAction.MASK,
        by=make_user(Role.EDITOR),
    )


def decide_less(part: SealedPart) -> None:
    redaction.undo_redaction(redaction_id=Redaction.objects.filter(part=part).first().pk)  # type: ignore[union-attr]


@pytest.mark.parametrize("decide", [decide_more, decide_less])
def test_a_copy_of_other_decisions_is_refused_though_everybody_agrees(
    decide: Callable[[SealedPart], None],
) -> None:
    part = make_spoken("published")
    assert_heard(Client(), public(part)[0])
    decide(part)
    assert SafeCopy.objects.filter(stale_at=None).exists(), (
        "nobody has marked it: the gate itself must see it"
    )
    assert_refused(Client(), public(part))
    assert_refused(as_teller(Client(), str(part.submission.teller_id)), previews(part, "teller"))
    assert_refused(client_of(Role.EDITOR), previews(part, "editor"))


@pytest.mark.parametrize("role", EDITORS)
def test_the_original_is_for_editors_and_every_look_is_written_down_first(
    role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, client = make_spoken("published"), client_of(role)
    url = of_part(part, "original")[0]
    looks = entries_for(part.submission_id).filter(action="heard.listen_sealed")
    if role not in ANONYMISERS:
        assert_refused(client, [url])
        assert not looks.exists()
        return
    assert_refused(client, [url])  # nobody has said why
    sit_down(Story.objects.get(pk=part.submission_id), User.objects.get(pk=client.session["_auth_user_id"]))
    with monkeypatch.context() as broken:
        broken.setattr("stories.looks.audit.record", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            client.get(url)
    assert_heard(client, url)
    assert looks.count() == 1


@pytest.mark.parametrize("state", ["draft", "handed"])
def test_the_original_is_shut_while_sealed_words_are(state: str) -> None:
    """A draft is its teller's alone; at the second reading nobody opens what the reader must not know."""
    part = add_recording(TESTIMONY) if state == "draft" else make_spoken(state)
    for role in EDITORS:
        assert_refused(client_of(role), of_part(part, "original"))


def test_a_hold_opens_nothing() -> None:
    part = make_spoken("published")
    moderation.hold(story_id=part.submission_id, by=make_user(Role.EDITOR))
    assert_refused(Client(), everything_of(part))
    moderation.resume(story_id=part.submission_id, by=make_user(Role.EDITOR))
    assert_heard(Client(), public(part)[0])


def test_one_storys_sound_is_not_had_through_another() -> None:
    part, other = make_spoken("published"), make_spoken("published")
    withdrawal.take_back(submission_id=part.submission_id)
    for name in ("media", "captions"):
        for story_id, part_id in ((other.submission_id, part.pk), (part.submission_id, other.pk)):
            ids = {"story_id": story_id, "part_id": part_id}
            assert_refused(Client(), [reverse(f"transcription:{name}", kwargs=ids)])
    assert_heard(Client(), public(other)[0])


def test_after_the_workers_no_file_of_it_is_left() -> None:
    before = sealed_files()
    part = make_spoken("published")
    assert len(sealed_files() - before) == 2  # what was sent, and the copy
    withdrawal.take_back(submission_id=part.submission_id)
    drain()
    assert sealed_files() == before
    assert not Recording.objects.exists()
    assert not SafeCopy.objects.exists()
    assert_refused(Client(), everything_of(part))


def sealed_files() -> set[Path]:
    root = Path(settings.SEALED_ROOT)
    return {path for path in root.rglob("*") if path.is_file()} if root.exists() else set()
