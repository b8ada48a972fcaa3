"""Media made with ffmpeg at test time."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.services.whisper import DATA

TESTIMONY = DATA / "testimony.opus"
Ffmpeg = Callable[..., Path]


@pytest.fixture
def ffmpeg(tmp_path: Path) -> Ffmpeg:
    """ffmpeg("out.mp4", "-i", TESTIMONY, ...) -> the file written."""
    from transcription.media.ffmpeg import ffmpeg_path

    def run(name: str, *arguments: object) -> Path:
        out = tmp_path / name
        words = [ffmpeg_path(), "-nostdin", "-v", "error", "-y", *map(str, arguments), str(out)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return out

    return run


@pytest.fixture
def film(ffmpeg: Ffmpeg) -> Path:
    """The testimony as a film, with everything a phone writes about itself and the place."""
    return ffmpeg(
        "film.mp4",
        *("-f", "lavfi", "-i", "testsrc=size=320x240:rate=10:duration=18,format=yuv420p", "-i", TESTIMONY),
        *("-map", "0:v", "-map", "1:a", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"),
        *("-metadata", "title=Me and Alan on Juniper Ward", "-metadata", "location=+52.9225-001.4746/"),
        *("-metadata", "comment=made by a phone", "-metadata:s:a", "title=Alan", "-shortest"),
    )


@pytest.fixture
def work_root(settings: Settings) -> Iterator[Path]:
    """Nothing plain may be left in it."""
    root = Path(settings.WORK_ROOT)
    yield root
    assert not root.exists() or list(root.iterdir()) == []
