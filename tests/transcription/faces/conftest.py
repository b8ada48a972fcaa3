"""Films of a real face (tests/data/faces), made with ffmpeg at test time; what was found in one is remembered."""

import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.promise.recordings import TESTIMONY
from transcription.faces import hiding
from transcription.faces.hidden import HiddenFaces
from transcription.media.ffmpeg import ffmpeg_path

PORTRAIT = Path(__file__).parents[2] / "data" / "faces" / "astronaut.jpg"
FilmMaker = Callable[..., Path]
_found: dict[str, HiddenFaces] = {}


def make_film(
    target: Path, *, seconds: float, gone: tuple[tuple[float, float], ...] = (), rate: int = 5
) -> Path:
    """A face that moves over a lively ground, behind grey while it is GONE, with the testimony's sound."""
    behind = "".join(
        f",drawbox=color=gray:t=fill:enable='gte(t,{start - 0.01})*lt(t,{end - 0.01})'" for start, end in gone
    )
    drawn = f"[1]scale=200:200[f];[0][f]overlay=x='60+20*sin(t)':y='20+10*cos(t)'{behind},format=yuv420p[v]"
    words = [
        *(ffmpeg_path(), "-nostdin", "-v", "error", "-y"),
        *("-f", "lavfi", "-i", f"testsrc2=s=320x240:r={rate}:d={seconds}"),
        *(
            "-loop",
            "1",
            "-framerate",
            str(rate),
            "-t",
            str(seconds),
            "-i",
            str(PORTRAIT),
            "-i",
            str(TESTIMONY),
        ),
        *("-filter_complex", drawn, "-map", "[v]", "-map", "2:a", "-t", str(seconds)),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-c:a", "aac", str(target)),
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="session")
def face_film(tmp_path_factory: pytest.TempPathFactory) -> FilmMaker:
    """face_film(seconds=…, gone=…) -> a film, made once for the same wishes."""
    folder = tmp_path_factory.mktemp("faces")

    def film(**wishes: Any) -> Path:
        target = folder / f"{hashlib.sha256(repr(sorted(wishes.items())).encode()).hexdigest()[:12]}.mp4"
        return target if target.exists() else make_film(target, **wishes)

    return film


@pytest.fixture
def finding_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The detector looks through the same film once in a test process."""
    find = hiding.find_faces

    def remembered(**how: Any) -> HiddenFaces:
        key = hashlib.sha256(how["source"].read_bytes()).hexdigest()
        if key not in _found:
            _found[key] = find(**how)
        return _found[key]

    monkeypatch.setattr(hiding, "find_faces", remembered)
