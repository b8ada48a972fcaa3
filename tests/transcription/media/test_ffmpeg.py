import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from transcription.media import ffmpeg as running
from transcription.media.ffmpeg import FfmpegFailed, ffmpeg_path, has_filter, run_ffmpeg

ENDLESS = ["-re", "-f", "lavfi", "-i", "anullsrc", "-f", "null", "-"]


def test_the_bundled_one_unless_another_is_named(settings: Settings) -> None:
    assert Path(ffmpeg_path()).is_file()
    settings.FFMPEG = "/opt/other/ffmpeg"
    assert ffmpeg_path() == "/opt/other/ffmpeg"


def test_it_has_what_we_mute_with() -> None:
    assert has_filter("asetnsamples")
    assert has_filter("volume")
    assert not has_filter("no_such_filter")


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[float] = []
    run_ffmpeg(["-f", "lavfi", "-i", "sine=duration=2", str(tmp_path / "out.wav")], on_progress=told.append)
    assert told[-1] == pytest.approx(2, abs=0.1)


def test_failure_names_the_code_and_no_words(tmp_path: Path) -> None:
    with pytest.raises(FfmpegFailed, match=r"^ffmpeg ended with code \d+\.$") as caught:
        run_ffmpeg(["-i", str(tmp_path / "Alan.wav"), str(tmp_path / "out.wav")], on_progress=lambda _: None)
    assert "Alan" not in str(caught.value)


def test_losing_the_lease_ends_it_at_once() -> None:
    class LeaseLost(Exception):
        pass

    def lose(_seconds: float) -> None:
        raise LeaseLost

    begun = time.monotonic()
    with pytest.raises(LeaseLost):
        run_ffmpeg(ENDLESS, on_progress=lose)
    assert time.monotonic() - begun < 10


def test_standing_still_ends_it(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    stuck = tmp_path / "stuck"
    stuck.write_text("#!/bin/sh\nexec sleep 60\n")
    stuck.chmod(0o700)
    settings.FFMPEG = str(stuck)
    monkeypatch.setattr(running, "STALLED_SECONDS", 0.5)
    with pytest.raises(FfmpegFailed, match="-9"):
        run_ffmpeg([], on_progress=lambda _: None)


@pytest.mark.kill
@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux ends a child with its parent.")
def test_a_killed_worker_leaves_no_ffmpeg_behind(tmp_path: Path) -> None:
    script = (
        "import django; django.setup()\n"
        "from transcription.media.ffmpeg import run_ffmpeg\n"
        f"run_ffmpeg({ENDLESS!r}, on_progress=lambda s: print('going', flush=True))\n"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
    worker = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "going\n"
    (child,) = children(worker.pid)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    for _ in range(50):
        if not alive(child):
            return
        time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    pytest.fail("ffmpeg outlived its worker")


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False
