"""Playing: an address of one's own that ends soon, the gate at every range, a line for the teller."""

import datetime as dt

import pytest
from django.core import mail
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from stories.enums import DestinationKind, Purpose
from stories.release import releases_of
from stories.tellers import SESSION_KEY
from stories.withdrawal import take_back_purpose
from tests.transcription.clips.factories import TITLE, Made
from tests.transcription.library.factories import Body, make_body
from transcription.library import playing
from transcription.library.playing import make_address
from transcription.library.shown import keep_training
from transcription.library.terms import end_terms
from transcription.models import LibraryPlay

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])


def address(body: Body, made: Made) -> str:
    return body.url(
        "play", make_address(clip_id=made.clip_id, organisation=body.organisation, user=body.trainer)
    )


def whole(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_clip_plays_by_range_and_is_kept_by_nobody(body: Body, made: Made) -> None:
    page = body.client.get(body.url("clip", made.clip_id)).content.decode()
    assert page.index("What it speaks of") < page.index("<video")
    assert 'preload="none"' in page
    url = address(body, made)
    answer = body.client.get(url)
    everything = whole(answer)
    assert len(everything) == made.row.size
    assert answer["Cache-Control"] == "no-store, private"
    part = body.client.get(url, headers={"Range": "bytes=10-19"})
    assert (part.status_code, whole(part)) == (206, everything[10:20])
    words = body.client.get(url + "captions.vtt")
    assert words.content.decode().startswith("WEBVTT")
    assert b"Alan" not in words.content
    assert "no-store" in words["Cache-Control"]


def test_an_address_is_worth_nothing_to_anybody_else_or_later(body: Body, made: Made) -> None:
    url, other = address(body, made), make_body("Valley Training")
    token = url.rstrip("/").rsplit("/", 1)[1]
    assert other.client.get(url).status_code == 404
    assert other.client.get(other.url("play", token)).status_code == 404
    assert Client().get(url).status_code == 302
    assert body.client.get(body.url("play", token[:-2] + "xx")).status_code == 404
    old = dt.datetime.now(tz=dt.UTC) - playing.OPEN_FOR - dt.timedelta(seconds=5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.signing.time.time", old.timestamp)
        stale = address(body, made)
    assert body.client.get(stale).status_code == 404
    assert not LibraryPlay.objects.exists()


def test_each_play_is_written_down_once_in_ten_minutes_and_its_teller_reads_it(
    body: Body, made: Made
) -> None:
    for _again in range(3):
        body.client.get(address(body, made), headers={"Range": "bytes=0-9"})
    assert LibraryPlay.objects.count() == 1
    LibraryPlay.objects.update(at=timezone.now() - playing.SAME_PLAY - dt.timedelta(seconds=1))
    body.client.get(address(body, made))
    other = make_body("Valley Training")
    other.client.get(address(other, made))
    body.client.head(address(body, made))
    assert LibraryPlay.objects.count() == 3
    lines = [row for row in releases_of(story_id=made.story_id) if row.kind == DestinationKind.LIBRARY]
    assert [(row.destination, row.recalled_at) for row in lines] == [
        ("Played to teach staff, by Open Doors Training", None),
        ("Played to teach staff, by Valley Training", None),
    ]
    seen = own_page(made)
    assert "They opened clips of you 2 times" in seen
    assert "They opened a clip of you 1 time" in seen
    assert "Ward staff, on holding less" in seen
    assert "Trainer of" not in seen, "no name of a person"
    kept = keep_training(made.story_id).data
    assert [(row["who"], row["times played"]) for row in kept] == [
        ("Open Doors Training", 2),
        ("Valley Training", 1),
    ]


def own_page(made: Made) -> str:
    client = Client()
    session = client.session
    session[SESSION_KEY] = str(made.part.submission.teller_id)
    session.save()
    return client.get("/return/where/").content.decode()


def test_when_the_teller_takes_it_back_the_next_range_is_refused_and_the_ledger_closed(
    body: Body, made: Made
) -> None:
    url = address(body, made)
    assert body.client.get(url, headers={"Range": "bytes=0-9"}).status_code == 206
    take_back_purpose(submission_id=made.story_id, purpose=Purpose.TRAINING)
    for path in (url, url + "captions.vtt"):
        assert body.client.get(path, headers={"Range": "bytes=10-19"}).status_code == 404
    [line] = [row for row in releases_of(story_id=made.story_id) if row.kind == DestinationKind.LIBRARY]
    assert line.recalled_at is not None
    assert TITLE not in str(mail.outbox)


def test_when_terms_end_the_next_range_is_refused(body: Body, made: Made) -> None:
    url = address(body, made)
    assert body.client.get(url, headers={"Range": "bytes=0-9"}).status_code == 206
    end_terms(organisation=body.organisation, by=body.trainer)
    assert body.client.get(url, headers={"Range": "bytes=10-19"}).status_code == 403
