"""Trying out the disguise: treated as a safe copy is, bounded in time and size, and kept nowhere on any path."""

import io
import threading
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from django.conf import settings as project
from pytest_django.fixtures import Settings

from common.jobs.models import Job
from stories.models import SealedPart
from tests.transcription.conftest import TESTIMONY, Ffmpeg
from transcription import trying
from transcription.enums import Voice
from transcription.models import SafeCopy
from transcription.trying import CannotTry, disguise_test

pytestmark = pytest.mark.django_db


def lengths(content: bytes) -> dict[str, float]:
    """Seconds of each stream, counted by decoding it."""
    ends: dict[str, float] = {}
    with av.open(io.BytesIO(content)) as opened:
        for frame in opened.decode(*opened.streams):
            kind = "video" if isinstance(frame, av.VideoFrame) else "audio"
            ends[kind] = max(ends.get(kind, 0), frame.time or 0)
    return ends


def test_a_voice_comes_back_disguised_and_no_longer_than_ten_seconds(work_root: Path) -> None:
    content = TESTIMONY.read_bytes()
    disguised = disguise_test(content=content)
    assert disguised.mime == "audio/ogg"
    assert lengths(disguised.content)["audio"] == pytest.approx(10, abs=0.2)
    again = disguise_test(content=content)
    assert disguised.content != again.content, "how far it is moved is drawn anew each time"


def test_a_film_comes_back_with_voice_and_picture_disguised(film: Path, work_root: Path) -> None:
    disguised = disguise_test(content=film.read_bytes())
    assert disguised.mime == "video/mp4"
    assert lengths(disguised.content).keys() == {"audio", "video"}
    with av.open(io.BytesIO(disguised.content)) as opened:
        assert opened.streams.video[0].average_rate == 8
    assert b"Alan" not in disguised.content


def test_it_is_treated_by_what_makes_safe_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    real = trying.treat
    monkeypatch.setattr(trying, "treat", lambda **how: (seen.append(how["treatment"]), real(**how)))
    disguise_test(content=TESTIMONY.read_bytes())
    assert [(each.voice, each.picture) for each in seen] == [(Voice.DISGUISED, None)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not-heard"),
        (b"not sound at all" * 100, "not-heard"),
        (b"x" * (trying.MOST_BYTES + 1), "too-long"),
    ],
)
def test_what_is_no_test_is_refused(content: bytes, code: str, work_root: Path) -> None:
    with pytest.raises(CannotTry, match=code):
        disguise_test(content=content)


def test_a_film_without_sound_is_not_heard(ffmpeg: Ffmpeg, work_root: Path) -> None:
    silent = ffmpeg("silent.mp4", "-f", "lavfi", "-i", "testsrc=size=64x64:rate=5:duration=1")
    with pytest.raises(CannotTry, match="not-heard"):
        disguise_test(content=silent.read_bytes())


def test_it_takes_no_longer_than_it_may(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, work_root: Path
) -> None:
    """A program that goes on telling of its progress is no reason to wait for ever."""
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nwhile true; do echo out_time_us=1; sleep 0.1; done\n")
    slow.chmod(0o700)
    settings.FFMPEG = str(slow)
    monkeypatch.setattr(trying, "TREATING_SECONDS", 0.5)
    monkeypatch.setattr("transcription.media.sound.has_filter", lambda _name: True)
    with pytest.raises(CannotTry, match="too-slow"):
        disguise_test(content=TESTIMONY.read_bytes())


def test_more_than_two_at_once_wait_for_another_time(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, leave = threading.Semaphore(0), threading.Event()

    def hold(**_: object) -> None:
        inside.release()
        leave.wait(10)

    monkeypatch.setattr(trying, "treated", hold)
    threads = [threading.Thread(target=disguise_test, kwargs={"content": b"x"}) for _ in range(2)]
    for thread in threads:
        thread.start()
        assert inside.acquire(timeout=10)
    with pytest.raises(CannotTry, match="busy"):
        disguise_test(content=b"x")
    leave.set()
    for thread in threads:
        thread.join()
    disguise_test(content=b"x")


BROKEN: dict[str, Callable[..., object]] = {
    "probe": lambda *_: 1 / 0,
    "treat": lambda **_: 1 / 0,
}


@pytest.mark.parametrize("step", [None, *BROKEN])
def test_nothing_of_it_is_left_whatever_breaks(
    step: str | None, monkeypatch: pytest.MonkeyPatch, work_root: Path
) -> None:
    before = everything_kept()
    if step is None:
        disguise_test(content=TESTIMONY.read_bytes())
    else:
        monkeypatch.setattr(trying, step, BROKEN[step])
        with pytest.raises(ZeroDivisionError):
            disguise_test(content=TESTIMONY.read_bytes())
    assert everything_kept() == before


def everything_kept() -> tuple[set[Path], int]:
    root = Path(project.SEALED_ROOT)
    files = {path for path in root.rglob("*") if path.is_file()} if root.exists() else set()
    return files, SealedPart.objects.count() + SafeCopy.objects.count() + Job.objects.count()
