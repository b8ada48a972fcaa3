"""The editors' pages for clips and the teller's own: who may open them, what they show, and what they refuse."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from stories.enums import Purpose
from stories.tellers import SESSION_KEY
from stories.withdrawal import take_back_purpose
from tests.promise.recordings import make_spoken
from tests.stories.factories import make_story, make_teller, make_user, sign_in
from tests.transcription.clips.factories import BOTH, FIRST, LAST, TITLE, Made, make_clip
from transcription.clips.door import read_clip
from transcription.models import Clip

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])


def addresses(made: Made) -> dict[str, str]:
    story, part, clip = made.part.submission_id, made.part.pk, made.row.pk
    named = {name: reverse(f"transcription:{name}", args=[story, part]) for name in ("clips", "choose_clip")}
    named |= {"clip": reverse("transcription:clip", args=[story, clip])}
    named |= {name: reverse(f"transcription:{name}", args=[clip]) for name in ("clip_media", "clip_captions")}
    return named | {
        name: reverse(f"transcription:{name}", args=[part])
        for name in ("training_media", "training_captions")
    }


def as_its_teller(made: Made) -> Client:
    return as_teller(str(made.part.submission.teller_id))


def as_teller(teller_id: str) -> Client:
    client = Client()
    session = client.session
    session[SESSION_KEY] = teller_id
    session.save()
    return client


def test_only_editors_open_their_pages_and_no_raw_name_is_on_any() -> None:
    made = make_clip("heard")
    for role in (Role.EDITOR, Role.SECOND_READER):
        client = sign_in(Client(), make_user(role))
        for name, address in addresses(made).items():
            answer = client.get(address, {"first": FIRST, "last": LAST} if name == "choose_clip" else None)
            assert answer.status_code == 200, (role, name)
            assert "no-store" in answer["Cache-Control"], name
            if "media" not in name:
                assert b"Alan" not in answer.content, name
    strangers = [Client(), as_its_teller(made)]
    strangers += [sign_in(Client(), make_user(role)) for role in (Role.TRAINER, Role.COORDINATOR)]
    for client in strangers:
        for name, address in addresses(made).items():
            answer = client.get(address)
            assert answer.status_code in (302, 403), name
            assert "location" not in answer.headers or "login" in answer["location"], name


def test_choosing_shows_what_is_cut_away_and_keeps_what_was_typed() -> None:
    part = make_spoken("published", purposes=BOTH)
    client = sign_in(Client(), make_user(Role.EDITOR))
    address = reverse("transcription:choose_clip", args=[part.submission_id, part.pk])
    shown = client.get(address, {"first": FIRST, "last": LAST}).content.decode()
    assert "A nurse called a nurse talked me down." in shown
    assert "could not breathe." in shown
    assert f"?first={FIRST - 1}&amp;last={LAST}" in shown
    refused = client.post(address, {"first": FIRST, "last": LAST, "title": "Alan again"})
    assert refused.status_code == 422
    assert b'value="Alan again"' in refused.content
    for crooked in ({}, {"first": "x", "last": "²"}, {"first": "9" * 40, "last": "1"}):
        assert client.get(address, crooked).status_code == 422
    cut = client.post(address, {"first": FIRST, "last": LAST, "title": TITLE})
    assert cut["location"] == reverse("transcription:clip", args=[part.submission_id, Clip.objects.get().pk])


def test_a_second_person_plays_it_says_so_and_the_cutter_cannot() -> None:
    made = make_clip("cut")
    hear = reverse("transcription:hear_clip", args=[made.part.submission_id, made.row.pk])
    for who, told in ((made.cutter, "Somebody else must hear it"), (made.second, "Now its teller is asked")):
        client = sign_in(Client(), who)
        assert client.get(addresses(made)["clip_media"], HTTP_RANGE="bytes=0-99").status_code == 206
        answer = client.post(hear, {"sha256": made.row.sha256}, follow=True)
        assert told in answer.content.decode()
    assert made.row.heard_by == made.second
    drop = reverse("transcription:drop_clip", args=[made.part.submission_id, made.row.pk])
    client.post(drop)
    assert client.get(addresses(made)["clip_media"]).status_code == 404
    assert made.row.stale_at is not None


def test_the_teller_hears_each_piece_answers_and_changes_their_mind() -> None:
    made = make_clip("heard")
    client = as_its_teller(made)
    page, home = reverse("transcription:own_clips"), reverse("back:story")
    assert page in client.get(home).content.decode()
    shown = client.get(page).content.decode()
    for words in (
        "A nurse called a nurse talked me down.",
        "could not breathe.",
        "You can change your answer",
    ):
        assert words in shown
    play = reverse("transcription:own_clip", args=[made.row.pk])
    assert client.get(play, HTTP_RANGE="bytes=0-9").status_code == 206
    assert client.get(reverse("transcription:own_clip_captions", args=[made.row.pk])).status_code == 200
    sent = {"clip": made.row.pk, "sha256": made.row.sha256, "story": made.part.submission_id}
    for answer, is_open in (("yes", True), ("no", False), ("yes", True)):
        assert client.post(page, sent | {"answer": answer}).status_code == 302
        assert (read_clip(clip_id=made.row.pk) is not None) == is_open
    changed = client.post(page, sent | {"answer": "yes", "sha256": "0" * 64})
    assert changed.status_code == 409
    assert b"Nothing was said about it" in changed.content
    for crooked in ({"answer": "perhaps"}, {"clip": "x"}):
        assert client.post(page, sent | crooked).status_code == 409


def test_nobody_elses_piece_is_played_or_answered() -> None:
    made = make_clip("heard")
    teller, _words = make_teller()
    other = make_story("published", teller=teller)
    client = as_teller(str(teller.pk))
    page = reverse("transcription:own_clips")
    assert "A nurse" not in client.get(page).content.decode()
    assert client.get(reverse("transcription:own_clip", args=[made.row.pk])).status_code == 404
    for story in (other.pk, made.part.submission_id):
        sent = {"clip": made.row.pk, "sha256": made.row.sha256, "story": story, "answer": "yes"}
        client.post(page, sent)
    assert read_clip(clip_id=made.row.pk) is None
    assert Client().get(page).status_code == 302
    own = as_its_teller(made)
    take_back_purpose(submission_id=made.part.submission_id, purpose=Purpose.TRAINING)
    assert own.get(reverse("transcription:own_clip", args=[made.row.pk])).status_code == 404
    assert b"nothing to answer" in own.get(page).content


def test_lists_take_as_many_queries_for_three_as_for_one(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    made = make_clip("heard")
    editor, teller = sign_in(Client(), made.cutter), as_its_teller(made)
    pages = ((editor, addresses(made)["clips"], 28), (teller, reverse("transcription:own_clips"), 9))
    for client, address, _queries in pages:
        client.get(address)
    for client, address, queries in pages:
        with django_assert_num_queries(queries):
            client.get(address)
    for first in (0, 8):
        make_clip("heard", part=made.part, first=first, last=first + 5)
    for client, address, queries in pages:
        with django_assert_num_queries(queries):
            client.get(address)
