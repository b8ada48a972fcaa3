"""Who may hear what, over HTTP."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.enums import Role
from common.audit import entries_for
from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.run_now import drain
from stories import looks, moderation, withdrawal
from stories.enums import Why
from stories.models import SealedPart
from stories.tellers import SESSION_KEY
from tests.services.whisper import DATA
from tests.stories.factories import make_user, sign_in
from tests.transcription.factories import add_recording, as_file, make_heard, send_recording
from transcription.captions import as_srt
from transcription.models import SafeCopy
from transcription.timed import TimedSegment, TimedWord

pytestmark = pytest.mark.django_db
OTHERS = [Role.COORDINATOR, Role.TRAINER, Role.ADMINISTRATOR]


def public(part: SealedPart, name: str = "media") -> str:
    return reverse(f"transcription:{name}", kwargs={"story_id": part.submission_id, "part_id": part.pk})


def of_part(part: SealedPart, name: str) -> str:
    return reverse(f"transcription:{name}", kwargs={"part_id": part.pk})


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def as_teller(client: Client, part: SealedPart) -> Client:
    session = client.session
    session[SESSION_KEY] = str(part.submission.teller_id)
    session.save()
    return client


def test_readers_hear_the_released_copy_by_range(client: Client, with_model: Settings) -> None:
    part = make_heard("published")
    whole = client.get(public(part))
    assert (whole.status_code, whole["Content-Type"]) == (200, "audio/ogg")
    assert whole["Cache-Control"] == "private, no-store"
    content = body(whole)
    assert len(content) == SafeCopy.objects.get().size
    piece = client.get(public(part), headers={"Range": "bytes=100-299"})
    assert (piece.status_code, body(piece)) == (206, content[100:300])
    assert client.get(public(part), headers={"Range": "bytes=99999999-"}).status_code == 416
    assert client.head(public(part))["Content-Length"] == str(len(content))
    assert client.post(public(part)).status_code == 405
    assert not client.cookies


def test_readers_read_the_captions(client: Client, with_model: Settings) -> None:
    part = make_heard("published")
    response = client.get(public(part, "captions"))
    assert response["Content-Type"] == "text/vtt; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert "A nurse called a nurse talked me down." in response.text
    assert "Alan" not in response.text


def test_each_request_asks_again(client: Client, with_model: Settings) -> None:
    part = make_heard("published")
    first = client.get(public(part), headers={"Range": "bytes=0-99"})
    assert (first.status_code, len(body(first))) == (206, 100)
    withdrawal.take_back(submission_id=part.submission_id)
    assert client.get(public(part), headers={"Range": "bytes=100-199"}).status_code == 404
    assert client.get(public(part, "captions")).status_code == 404


def test_a_file_that_is_gone_is_not_found(client: Client, with_model: Settings) -> None:
    from common.storages import sealed_storage

    part = make_heard("published")
    sealed_storage().delete(SafeCopy.objects.get().file_name)
    assert client.get(public(part)).status_code == 404


PRIVATE = ["original", "word_times", "editor_media", "editor_captions", "editor_subtitles"]


def test_nobody_but_editors_reaches_the_editors_sound(with_model: Settings) -> None:
    """Not readers, nor other roles, nor the teller, nor a superuser."""
    part = make_heard("handed")
    boss = make_user()
    boss.is_superuser = boss.is_staff = True
    boss.save()
    refused = [sign_in(Client(), user) for user in (*(make_user(role) for role in OTHERS), boss)]
    for name in PRIVATE:
        for stranger in (Client(), as_teller(Client(), part)):
            response = stranger.get(of_part(part, name))
            assert (response.status_code, response["Location"][:15]) == (302, "/account/login/")
        for client in refused:
            assert client.get(of_part(part, name)).status_code == 403


def test_a_second_reader_hears_the_copy_and_never_the_original(client: Client, with_model: Settings) -> None:
    part = make_heard("handed")
    sign_in(client, make_user(Role.SECOND_READER))
    assert client.get(of_part(part, "original")).status_code == 403
    assert client.get(of_part(part, "editor_media")).status_code == 200
    page = client.get(f"/admin/stories/{part.submission_id}/reading/")
    assert page.status_code == 200
    assert of_part(part, "editor_media") in page.text
    assert f'"{of_part(part, "original")}"' not in page.text


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SAFEGUARDING_LEAD])
def test_editors_hear_the_original_and_it_is_written_down_once(
    role: Role, client: Client, with_model: Settings, testimony: Any
) -> None:
    part = make_heard("sent")
    user = make_user(role)
    sign_in(client, user)
    looks.sit_down(story_id=part.submission_id, why=Why.TECHNICAL, by=user)
    response = client.get(of_part(part, "original"), headers={"Range": "bytes=0-999"})
    assert (response.status_code, body(response)) == (206, testimony.read_bytes()[:1000])
    assert response["Content-Type"] == "audio/ogg"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    client.get(of_part(part, "original"), headers={"Range": "bytes=1000-1999"})
    heard = [entry for entry in entries_for(part.submission_id) if entry.action == "heard.listen_sealed"]
    assert [(each.user_id, each.data) for each in heard] == [
        (user.pk, {"part": str(part.pk), "why": "technical"})
    ]


def test_who_has_not_said_why_hears_nothing(client: Client, with_model: Settings) -> None:
    part = make_heard("sent")
    before = entries_for(part.submission_id).count()
    response = sign_in(client, make_user(Role.EDITOR)).get(of_part(part, "original"))
    assert response.status_code == 403
    assert entries_for(part.submission_id).count() == before


def test_an_upload_of_another_kind_is_never_called_a_web_page(
    client: Client, with_model: Settings, tmp_path: Any
) -> None:
    part = send_recording(as_file(b"<!doctype html><script>alert(1)</script>", tmp_path))
    drain()
    editor = make_user(Role.EDITOR)
    looks.sit_down(story_id=part.submission_id, why=Why.TECHNICAL, by=editor)
    response = sign_in(client, editor).get(of_part(part, "original"))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("held", [False, True])
def test_the_original_is_closed_at_the_second_reading(
    client: Client, with_model: Settings, held: bool
) -> None:
    part = make_heard("handed")
    if held:
        moderation.hold(story_id=part.submission_id, by=make_user())
    before = entries_for(part.submission_id).count()
    sign_in(client, make_user(Role.EDITOR))
    assert client.get(of_part(part, "original")).status_code == 404
    assert entries_for(part.submission_id).count() == before


def test_the_times_of_words_are_numbers_for_whoever_may_open_them(
    client: Client, monkeypatch: pytest.MonkeyPatch, testimony: Path
) -> None:
    part = send_recording(testimony)
    said = TimedSegment(0, 2, (TimedWord(0.5, 1, "Alan", 0.9, 0, 4), TimedWord(1.256, 2, "sat", 0.9, 5, 8)))
    monkeypatch.setattr("transcription.views.media.words", lambda **_: [said])
    response = sign_in(client, make_user(Role.EDITOR)).get(of_part(part, "word_times"))
    assert response.json() == [[0, 0.5], [5, 1.26]]
    assert "no-store" in response["Cache-Control"]
    assert client.get(of_part(SealedPart(), "word_times")).status_code == 404


def test_the_original_of_a_draft_is_its_tellers_alone(client: Client) -> None:
    part = add_recording(DATA / "testimony.opus")
    sign_in(client, make_user(Role.EDITOR))
    assert client.get(of_part(part, "original")).status_code == 404


def test_an_erased_original_is_not_found(client: Client, with_model: Settings) -> None:
    part = make_heard("erased")
    sign_in(client, make_user(Role.EDITOR))
    assert client.get(of_part(part, "original")).status_code == 404
    assert client.get(reverse("transcription:original", kwargs={"part_id": uuid4()})).status_code == 404


def test_the_teller_hears_the_copy_before_anybody_else(client: Client, with_model: Settings) -> None:
    part = make_heard("second_read")
    assert client.get(public(part)).status_code == 404
    assert client.get(of_part(part, "teller_media")).status_code == 404
    as_teller(client, part)
    response = client.get(of_part(part, "teller_media"))
    assert response.status_code == 200
    assert len(body(response)) == SafeCopy.objects.get().size
    assert "no-store" in response["Cache-Control"]
    assert "Alan" not in client.get(of_part(part, "teller_captions")).text


def test_one_teller_never_hears_another(client: Client, with_model: Settings) -> None:
    part, other = make_heard("second_read"), make_heard("second_read")
    as_teller(client, other)
    assert client.get(of_part(part, "teller_media")).status_code == 404
    assert client.get(of_part(part, "teller_captions")).status_code == 404


def test_editors_hear_and_read_the_copy(client: Client, with_model: Settings) -> None:
    part = make_heard("handed")
    sign_in(client, make_user(Role.SECOND_READER))
    assert client.get(of_part(part, "editor_media")).status_code == 200
    captions = client.get(of_part(part, "editor_captions")).text
    assert "WEBVTT" in captions
    subtitles = client.get(of_part(part, "editor_subtitles"))
    assert (subtitles.status_code, subtitles.text) == (200, as_srt(captions))
    assert subtitles.text.startswith("1\n00:00:0")
    assert "Alan" not in subtitles.text
    assert "no-store" in subtitles["Cache-Control"]


Failed = Callable[[], Job]


@pytest.fixture
def failed(with_model: Settings, tmp_path: Any) -> tuple[SealedPart, Job]:
    part = send_recording(as_file(b"nothing", tmp_path))
    drain()
    return part, Job.objects.get(kind="transcribe_recording")


def test_an_editor_tries_again(client: Client, failed: tuple[SealedPart, Job]) -> None:
    part, job = failed
    sign_in(client, make_user(Role.EDITOR))
    back = f"http://testserver/admin/stories/{part.submission_id}/"
    response = client.post(of_part(part, "try_again"), {"job": job.pk}, headers={"Referer": back})
    assert (response.status_code, response["Location"]) == (302, back)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    again = client.post(of_part(part, "try_again"), {"job": job.pk})
    assert (again.status_code, again["Location"]) == (302, "/admin/")


def test_nobody_else_does(client: Client, failed: tuple[SealedPart, Job]) -> None:
    part, job = failed
    assert client.post(of_part(part, "try_again"), {"job": job.pk}).status_code == 302
    sign_in(client, make_user(Role.ADMINISTRATOR))
    assert client.post(of_part(part, "try_again"), {"job": job.pk}).status_code in (302, 403)
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_only_this_recordings_own_jobs(client: Client, failed: tuple[SealedPart, Job]) -> None:
    part, _job = failed
    other = Job.objects.create(
        kind="erase_story", object_id=str(part.pk), queue="default", state=JobState.FAILED
    )
    foreign = Job.objects.create(
        kind="transcribe_recording", object_id=str(uuid4()), queue="default", state=JobState.FAILED
    )
    sign_in(client, make_user(Role.EDITOR))
    for wrong in (other.pk, foreign.pk, "", "rubbish"):
        assert client.post(of_part(part, "try_again"), {"job": wrong}).status_code == 404
    assert client.get(of_part(part, "try_again")).status_code == 405


def test_it_sends_nobody_to_another_site(client: Client, failed: tuple[SealedPart, Job]) -> None:
    part, job = failed
    sign_in(client, make_user(Role.EDITOR))
    response = client.post(
        of_part(part, "try_again"), {"job": job.pk}, headers={"Referer": "https://elsewhere.invalid/"}
    )
    assert response["Location"] == "/admin/"


def test_stale_is_unusable_for_everybody(client: Client, with_model: Settings) -> None:
    part = make_heard("published")
    SafeCopy.objects.update(stale_at=timezone.now())
    as_teller(client, part)
    sign_in(client, make_user(Role.EDITOR))
    for url in (public(part), of_part(part, "teller_media"), of_part(part, "editor_media")):
        assert client.get(url).status_code == 404
