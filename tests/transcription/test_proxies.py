"""What editors play when no browser plays the original: made once by the real job, sealed, logged, and gone in time."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.enums import Role
from common.jobs.enums import JobState
from common.jobs.run_now import drain
from common.jobs.service import enqueue, jobs_for
from common.storages import sealed_storage
from common.vault.files import seal_file
from stories import looks, withdrawal
from stories.enums import PartKind, Why
from stories.models import SealedPart
from stories.parts import part_info
from tests.stories.factories import make_user, sign_in
from tests.transcription.factories import as_file, send_recording
from tests.transcription.media.formats import FORMATS
from transcription import proxy_making
from transcription.hearing import meet
from transcription.media.probe import probe
from transcription.models import Proxy, Recording
from transcription.proxies import KIND, open_proxy, proxy_state, ready_proxy

pytestmark = pytest.mark.django_db


@pytest.fixture
def tape(ffmpeg) -> Path:
    (avi,) = (each for each in FORMATS if each.name == "mpeg4.avi")
    return ffmpeg(avi.name, *avi.arguments)


@pytest.fixture
def part(tape: Path, no_model: Settings, work_root: Path) -> SealedPart:
    """Sent; looked at, though no model is there to listen to it."""
    return send_recording(tape, kind=PartKind.VIDEO)


def test_it_is_made_once_sealed_and_played_in_the_place_of_the_original(
    part: SealedPart, tape: Path, client: Client
) -> None:
    editor = make_user(Role.EDITOR)
    looks.sit_down(story_id=part.submission_id, why=Why.TECHNICAL, by=editor)
    sign_in(client, editor)
    address = reverse("transcription:original", kwargs={"part_id": part.pk})
    assert b"".join(client.get(address).streaming_content) == tape.read_bytes()  # type: ignore[attr-defined]
    drain()
    proxy = ready_proxy(part_id=part.pk)
    assert proxy is not None
    stored = sealed_storage().open_range(proxy.file_name, 0, 64)
    assert b"ftyp" not in stored.read(64), "sealed"
    stored.close()
    response = client.get(address)
    assert response["Content-Type"] == "video/mp4"
    assert "sandbox" in response["Content-Security-Policy"]
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert content[4:8] == b"ftyp"
    assert b"Alan" not in content
    assert proxy_state(part_id=part.pk) is None
    enqueue(kind=KIND, object_id=part.pk)
    enqueue(kind="transcribe_recording", object_id=part.pk)
    drain()
    assert ready_proxy(part_id=part.pk) == proxy
    assert jobs_for(object_id=part.pk).filter(kind=KIND).count() == 2, "listening again asks for no other"


def test_the_page_says_what_is_happening_until_then(part: SealedPart, client: Client) -> None:
    drain(limit=1)
    editor = make_user(Role.EDITOR)
    looks.sit_down(story_id=part.submission_id, why=Why.TECHNICAL, by=editor)
    sign_in(client, editor)
    page = reverse("stories_admin:words", kwargs={"story_id": part.submission_id, "part_id": part.pk})
    assert "A form that your browser can play" in client.get(page).text
    drain()
    assert "A form that your browser can play" not in client.get(page).text


def test_nothing_is_made_of_what_plays_as_it_is(no_model: Settings, testimony: Path) -> None:
    part = send_recording(testimony)
    drain()
    assert not jobs_for(object_id=part.pk).filter(kind=KIND).exists()
    assert ready_proxy(part_id=part.pk) is None


def test_it_goes_with_the_recording(part: SealedPart) -> None:
    drain()
    name = Proxy.objects.get().file_name
    assert sealed_storage().exists(name)
    withdrawal.take_back(submission_id=part.submission_id)
    drain()
    assert not Proxy.objects.exists()
    assert not Recording.objects.exists()
    assert not sealed_storage().exists(name)


def test_what_a_killed_worker_left_goes_and_it_is_made(part: SealedPart, tmp_path: Path) -> None:
    recording = meet(part_info(part_id=part.pk))
    left = proxy_making.reserve(recording=recording, mime="video/mp4")
    with as_file(b"half", tmp_path).open("rb") as half:
        seal_file(owner=part.submission_id, context=left.file_context, source=half, name=left.file_name)
    assert ready_proxy(part_id=part.pk) is None, "not before it is whole"
    drain()
    assert not sealed_storage().exists(left.file_name)
    proxy = ready_proxy(part_id=part.pk)
    assert proxy is not None
    with open_proxy(proxy=proxy) as whole:
        assert probe(whole).picture is not None  # type: ignore[arg-type]


def test_erased_while_it_is_made_leaves_nothing(part: SealedPart, monkeypatch: pytest.MonkeyPatch) -> None:
    real, names = proxy_making.finish, []

    def erase_first(**how: object) -> bool:
        names.append(how["proxy"].file_name)  # type: ignore[attr-defined]
        assert sealed_storage().exists(names[0])
        Recording.objects.update(erased_at="2026-01-01T00:00Z")
        return real(**how)  # type: ignore[arg-type]

    monkeypatch.setattr(proxy_making, "finish", erase_first)
    drain()
    assert not Proxy.objects.exists()
    assert not sealed_storage().exists(names[0])


def test_what_cannot_be_made_says_so_and_can_be_tried_again(
    part: SealedPart, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_how: object) -> None:
        raise proxy_making.FfmpegFailed("ffmpeg ended with code 1.")

    monkeypatch.setattr(proxy_making, "write_proxy", broken)
    drain()
    job = jobs_for(object_id=part.pk).get(kind=KIND)
    assert (job.state, job.reason_code) == (JobState.FAILED, "refused")
    state = proxy_state(part_id=part.pk)
    assert state is not None
    assert "ask for the recording in another form" in state.message
    assert state.retry_job == job.pk
