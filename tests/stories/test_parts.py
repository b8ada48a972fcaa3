"""What transcription may know of sealed parts, and what it may let out."""

import datetime as dt
from dataclasses import asdict
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.enums import Role
from common.jobs.registry import replaced
from common.vault.errors import KeyDestroyed
from common.vault.keys import destroy_key
from stories import moderation, parts, redaction
from stories.consent import give_consent, withdraw_consent
from stories.enums import Form, PartKind, Purpose, RedactionAction, RedactionKind, Stage
from stories.erasure import erase_story
from stories.models import SealedPart, Story, Submission
from stories.wishes import NO_WISH, Wish
from stories.withdrawal import take_back_purpose
from tests.stories.factories import TEXT, at_time, make_story, make_trust, make_user

pytestmark = pytest.mark.django_db

SOUND = b"not really sound" * 100
HEARD = "I said it aloud. Dr Hale heard it."


@pytest.fixture(autouse=True)
def nobody_transcribes() -> object:
    with replaced("transcribe_recording", lambda run: None), replaced("make_safe_copy", lambda run: None):
        yield


def recorded(state: str = "sent", **wish: object) -> tuple[Story, SealedPart]:
    fields = {"text": "", "recording": SOUND, "transcript": HEARD, **wish}
    story = make_story(state, **fields)
    return story, SealedPart.objects.get(submission_id=story.pk, kind=PartKind.AUDIO)


def test_a_part_is_known_by_ids_size_and_kind() -> None:
    story, part = recorded(transcript="")
    info = parts.part_info(part_id=part.pk)
    assert (info.part_id, info.story_id, info.submission_id) == (part.pk, story.pk, story.pk)
    assert (info.reference, info.kind, info.mime) == (story.reference, PartKind.AUDIO, "audio/ogg")
    assert (info.size, info.language, info.has_text) == (len(SOUND), "en", False)
    with parts.open_part_media(part_id=part.pk) as reader:
        assert reader.read() == SOUND


@pytest.mark.parametrize(
    "ask",
    [
        parts.part_info,
        parts.open_part_media,
        parts.part_text,
        parts.safe_part_text,
        parts.redaction_spans,
        parts.redaction_fingerprint,
        parts.media_form,
        parts.approved_media_form,
        lambda part_id: parts.attach_transcript(part_id=part_id, text="x"),
    ],
)
def test_a_part_that_is_not_there_is_said_to_be_missing(ask) -> None:  # type: ignore[no-untyped-def]
    story, part = recorded("withdrawn")
    erase_story(submission_id=story.pk)
    for part_id in (uuid4(), part.pk):
        with pytest.raises(parts.PartMissing):
            ask(part_id=part_id)


def test_words_arrive_sealed_and_the_story_moves_on_when_all_have() -> None:
    story, part = recorded(transcript="")
    assert story.stage == Stage.TRANSCRIBING
    parts.attach_transcript(part_id=part.pk, text=HEARD)
    assert parts.part_text(part_id=part.pk) == HEARD
    part.refresh_from_db()
    assert b"Hale" not in bytes(part.sealed_text or b"")
    assert Story.objects.get(pk=story.pk).stage == Stage.ARRIVED


def test_a_story_waits_for_its_last_recording() -> None:
    story, part = recorded(transcript="")
    other = SealedPart.objects.create(submission_id=story.pk, kind=PartKind.AUDIO, position=1)
    parts.attach_transcript(part_id=part.pk, text=HEARD)
    assert Story.objects.get(pk=story.pk).stage == Stage.TRANSCRIBING
    parts.attach_transcript(part_id=other.pk, text="")
    assert Story.objects.get(pk=story.pk).stage == Stage.ARRIVED


def test_words_that_arrive_while_it_is_held_are_not_waited_for_afterwards() -> None:
    story, part = recorded(transcript="")
    editor = make_user(Role.EDITOR)
    moderation.hold(story_id=story.pk, by=editor)
    parts.attach_transcript(part_id=part.pk, text=HEARD)
    assert Story.objects.get(pk=story.pk).stage == Stage.HELD
    assert moderation.resume(story_id=story.pk, by=editor).stage == Stage.ARRIVED


def test_words_may_be_heard_again_until_somebody_decided_on_them() -> None:
    story, part = recorded("taken")
    parts.attach_transcript(part_id=part.pk, text=HEARD + " Again.")
    assert parts.part_text(part_id=part.pk).endswith("Again.")
    decide(story, part, "Dr Hale")
    parts.attach_transcript(part_id=part.pk, text="Something else altogether.")
    assert parts.part_text(part_id=part.pk).startswith(HEARD), "offsets would point elsewhere"
    assert Story.objects.get(pk=story.pk).stage == Stage.ANONYMISING


def decide(story: Story, part: SealedPart, words: str) -> None:
    redaction.redact_everywhere(
        part_ids=[part.pk],
        words=words,
        kind=RedactionKind.PERSON,
        action=RedactionAction.MASK,
        by=story.editor,
    )


def test_safe_words_spans_and_fingerprint_follow_the_decisions() -> None:
    story, part = recorded("taken")
    before = parts.redaction_fingerprint(part_id=part.pk)
    assert parts.safe_part_text(part_id=part.pk) == HEARD
    decide(story, part, "Dr Hale")
    spans = parts.redaction_spans(part_id=part.pk)
    assert [HEARD[span.start : span.end] for span in spans] == ["Dr Hale"]
    assert "Hale" not in parts.safe_part_text(part_id=part.pk)
    assert parts.redaction_fingerprint(part_id=part.pk) != before


FORMS = {
    Form.TEXT: None,
    Form.DISGUISED_AUDIO: Form.DISGUISED_AUDIO,
    Form.AUDIO: Form.AUDIO,
    Form.DISGUISED_VIDEO: Form.DISGUISED_AUDIO,  # never the plain voice
    Form.VIDEO: Form.AUDIO,
}


@pytest.mark.parametrize("agreed", list(Form))
def test_the_form_of_a_recording_is_what_was_agreed_and_what_it_can_be(agreed: Form) -> None:
    _, part = recorded("published", form=agreed, hide=())
    assert parts.media_form(part_id=part.pk) == FORMS[agreed]
    assert parts.approved_media_form(part_id=part.pk) == FORMS[agreed]


VOICE_WISHED, FACE_WISHED = Wish(disguise_voice=True), Wish(hide_face=True)
# What may be made of a film, by the most revealing form agreed to; of sound, whatever wish there is about a face.
WISHED: dict[Wish, dict[Form, Form | None]] = {
    NO_WISH: {form: form if form != Form.TEXT else None for form in Form},
    FACE_WISHED: {
        Form.TEXT: None,
        Form.DISGUISED_AUDIO: Form.DISGUISED_AUDIO,
        Form.AUDIO: Form.AUDIO,
        Form.DISGUISED_VIDEO: Form.DISGUISED_VIDEO,
        Form.VIDEO: Form.DISGUISED_VIDEO,
    },
    VOICE_WISHED: {
        Form.TEXT: None,
        Form.DISGUISED_AUDIO: Form.DISGUISED_AUDIO,
        Form.AUDIO: Form.DISGUISED_AUDIO,
        Form.DISGUISED_VIDEO: Form.DISGUISED_VIDEO,
        Form.VIDEO: Form.DISGUISED_VIDEO,
    },
}
WISHED[VOICE_WISHED | FACE_WISHED] = WISHED[VOICE_WISHED]


@pytest.mark.parametrize("wish", list(WISHED), ids=str)
@pytest.mark.parametrize("agreed", list(Form))
def test_a_wish_bounds_what_may_be_released_of_a_film(agreed: Form, wish: Wish) -> None:
    _, part = recorded("published", form=agreed, hide=())
    SealedPart.objects.filter(pk=part.pk).update(kind=PartKind.VIDEO, **asdict(wish))
    for ask in (parts.media_form, parts.approved_media_form):
        assert ask(part_id=part.pk) == WISHED[wish][agreed]


@pytest.mark.parametrize("agreed", list(Form))
def test_a_wish_bounds_what_may_be_released_of_a_voice(agreed: Form) -> None:
    _, part = recorded("published", form=agreed, hide=())
    SealedPart.objects.filter(pk=part.pk).update(disguise_voice=True)
    wanted = None if agreed == Form.TEXT else Form.DISGUISED_AUDIO
    assert parts.media_form(part_id=part.pk) == wanted
    assert parts.approved_media_form(part_id=part.pk) == wanted
    SealedPart.objects.filter(pk=part.pk).update(disguise_voice=False, hide_face=True)
    assert parts.media_form(part_id=part.pk) == FORMS[agreed]


def test_a_film_may_be_heard_only_or_seen() -> None:
    _, part = recorded("published", form=Form.VIDEO, hide=())
    SealedPart.objects.filter(pk=part.pk).update(kind=PartKind.VIDEO)
    assert parts.media_form(part_id=part.pk) == Form.VIDEO
    withdraw_consent(submission_id=part.submission_id, purpose=Purpose.WEBSITE)
    give_consent(
        submission_id=part.submission_id,
        purpose=Purpose.WEBSITE,
        form=Form.DISGUISED_AUDIO,
        cooling_off=False,
    )
    assert parts.media_form(part_id=part.pk) == Form.DISGUISED_AUDIO


@pytest.mark.parametrize(
    "state", ["sent", "taken", "written", "handed", "second_read", "approved", "held", "withdrawn", "expired"]
)
def test_no_recording_leaves_before_or_after_its_story(state: str) -> None:
    _, part = recorded(state, form=Form.AUDIO, hide=())
    assert parts.media_form(part_id=part.pk) is None
    agreed = parts.approved_media_form(part_id=part.pk)
    assert agreed == (None if state in ("withdrawn", "expired") else Form.AUDIO)


def test_a_recording_is_shut_with_its_use() -> None:
    _, part = recorded("published", form=Form.AUDIO, hide=())
    assert parts.media_form(part_id=part.pk, purpose=Purpose.TRAINING) == Form.AUDIO
    take_back_purpose(submission_id=part.submission_id, purpose=Purpose.TRAINING)
    assert parts.media_form(part_id=part.pk, purpose=Purpose.TRAINING) is None
    assert parts.media_form(part_id=part.pk) == Form.AUDIO
    take_back_purpose(submission_id=part.submission_id, purpose=Purpose.WEBSITE)
    assert parts.media_form(part_id=part.pk) is None


def test_writing_is_no_recording() -> None:
    make_trust()
    story = make_story("published", form=Form.VIDEO)
    part = SealedPart.objects.get(submission_id=story.pk)
    assert parts.part_text(part_id=part.pk) == TEXT
    assert parts.media_form(part_id=part.pk) is None
    assert parts.approved_media_form(part_id=part.pk) is None


def test_a_recording_of_a_draft_is_not_yet_agreed_to() -> None:
    _, part = recorded("sent", form=Form.AUDIO)
    Submission.objects.filter(pk=part.submission_id).update(state="draft")
    assert parts.approved_media_form(part_id=part.pk) is None


def test_without_its_key_nothing_opens() -> None:
    story, part = recorded()
    destroy_key(owner=story.pk)
    for opened in (parts.part_text, parts.open_part_media):
        with pytest.raises(KeyDestroyed):
            opened(part_id=part.pk)


def test_a_yes_that_cools_off_lets_the_copy_be_made_and_nothing_leave(settings: Settings) -> None:
    settings.COOLING_OFF_DAYS = 14
    _, part = recorded("published", form=Form.TEXT, hide=())
    give_consent(submission_id=part.submission_id, purpose=Purpose.WEBSITE, form=Form.AUDIO)
    assert parts.approved_media_form(part_id=part.pk) == Form.AUDIO
    assert parts.media_form(part_id=part.pk) is None
    with at_time(timezone.now() + dt.timedelta(days=15)):
        assert parts.media_form(part_id=part.pk) == Form.AUDIO
    withdraw_consent(submission_id=part.submission_id, purpose=Purpose.WEBSITE)
    assert parts.approved_media_form(part_id=part.pk) is None


def test_a_version_stands_from_the_second_reading_on() -> None:
    assert not parts.version_stands(story_id=make_story("written").pk)
    story = make_story("handed")
    assert parts.version_stands(story_id=story.pk)
    moderation.send_back(story_id=story.pk, by=make_user())
    assert not parts.version_stands(story_id=story.pk)
