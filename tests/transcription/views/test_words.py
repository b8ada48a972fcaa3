"""A teller puts right what was written down of their recording, without a script."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from stories.enums import Stage
from stories.erasure import erase_story
from stories.models import SealedPart, Story
from stories.tellers import SESSION_KEY
from tests.promise.recordings import make_spoken
from tests.stories.factories import make_teller
from transcription.corrections.changes import Change
from transcription.corrections.saving import history, save_changes
from transcription.transcripts import words

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
WAS, NOW, KEY = "A nurse called Alan talked me down.", "A nurse called Canarina talked me down.", 4


@pytest.fixture
def part() -> SealedPart:
    return make_spoken("written")


def as_teller(teller_id: object) -> Client:
    client = Client()
    session = client.session
    session[SESSION_KEY] = str(teller_id)
    session.save()
    return client


def its_teller(part: SealedPart) -> Client:
    return as_teller(part.submission.teller_id)


def address(part: SealedPart) -> str:
    return reverse("transcription:own_words", args=[part.pk])


def sent(part: SealedPart, text: str = NOW, *, was: str = WAS, **more: object) -> dict[str, object]:
    return {"story": part.submission_id, "page": 1, "then": 1, f"was_{KEY}": was, f"text_{KEY}": text} | more


def text(part: SealedPart) -> str:
    return next(each.text for each in words(part_id=part.pk) if each.key == KEY)


def test_they_are_asked_first_then_read_and_save(part: SealedPart, caplog: pytest.LogCaptureFixture) -> None:
    client = its_teller(part)
    assert address(part).encode() in client.get(reverse("back:story")).content
    first = client.get(address(part))
    assert b"Leave it to an editor" in first.content
    assert b"Alan" not in first.content
    opened = client.get(address(part), {"page": 1})
    assert WAS in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    answer = client.post(address(part), sent(part))
    assert answer.status_code == 302
    assert "Canarina" not in answer["location"]
    assert text(part) == NOW
    assert history(part_id=part.pk)[0].by == "teller"
    assert not next(each for each in words(part_id=part.pk) if each.key == KEY).confirmed
    assert b"Saved." in client.get(answer["location"]).content
    assert "Canarina" not in caplog.text
    assert "Canarina" not in str(getattr(cache, "_cache", ""))


def test_a_clash_keeps_both_and_they_choose(part: SealedPart) -> None:
    client, editors = its_teller(part), "A nurse named Alan talked me down."
    by = part.submission.story.editor
    save_changes(part_id=part.pk, changes=[Change("text", KEY, WAS, editors)], by=by)
    answer = client.post(address(part), sent(part))
    assert answer.status_code == 409
    assert editors in answer.content.decode()
    assert NOW in answer.content.decode()
    assert text(part) == editors
    assert client.post(address(part), sent(part, was=editors, chosen=KEY)).status_code == 302
    assert text(part) == editors
    assert client.post(address(part), sent(part, was=editors)).status_code == 302
    assert text(part) == NOW


def test_what_cannot_be_saved_is_said_and_still_on_the_page(part: SealedPart) -> None:
    client = its_teller(part)
    long = client.post(address(part), sent(part, "Canarina " * 700))
    assert long.status_code == 422
    assert b"too much in it" in long.content
    assert b"Canarina" in long.content
    Story.objects.filter(pk=part.submission_id).update(stage=Stage.SECOND_READING)
    late = client.post(address(part), sent(part))
    assert late.status_code == 409
    assert NOW.encode() in late.content
    assert b"is not saved" in late.content
    assert text(part) == WAS
    shut = client.get(address(part), {"page": 1}).content
    assert b"readonly" in shut
    assert b"cannot be changed here now" in shut
    for page in ("0", "9999999", "x", "99"):
        assert client.get(address(part), {"page": page}).status_code == 200


def test_nobody_else_reads_or_writes(part: SealedPart) -> None:
    for client in (Client(), as_teller(make_teller()[0].pk)):
        for answer in (client.get(address(part), {"page": 1}), client.post(address(part), sent(part))):
            assert answer.status_code in (302, 404, 409)
            assert b"Alan" not in answer.content
    assert text(part) == WAS


def test_after_an_erasure_what_they_typed_is_given_back(part: SealedPart) -> None:
    client = its_teller(part)
    erase_story(submission_id=part.submission_id)
    assert client.post(address(part), sent(part)).status_code in (302, 409)
    assert client.get(address(part), {"page": 1}).status_code in (302, 404)


def sound(part: SealedPart) -> str:
    return reverse("transcription:own_sound", args=[part.pk])


def test_they_hear_their_own_recording_beside_each_line(part: SealedPart) -> None:
    client = its_teller(part)
    page = client.get(address(part), {"page": 1}).content.decode()
    heard = next(each for each in words(part_id=part.pk) if each.key == KEY)
    assert f'href="{sound(part)}#t={heard.start:.1f},{heard.end:.1f}"' in page
    answer = client.get(sound(part), headers={"Range": "bytes=0-99"})
    assert (answer.status_code, len(b"".join(answer.streaming_content))) == (206, 100)
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]


def test_nobody_else_hears_it_and_nobody_once_it_is_gone(part: SealedPart) -> None:
    assert Client().get(sound(part)).status_code == 302
    other = make_spoken("written")
    assert its_teller(other).get(sound(part)).status_code == 404
    client = its_teller(part)
    erase_story(submission_id=part.submission_id)
    assert client.get(sound(part)).status_code in (302, 404, 410)
