"""Where a new person may begin: long silences and black frames. Suggestions, for somebody who looks and decides."""

from collections.abc import Iterator
from pathlib import Path

from transcription.media.ffmpeg import FfmpegFailed, run_ffmpeg
from transcription.media.probe import MediaFacts

SILENCE = "silencedetect=n=-45dB:d=1.5"
BLACK = "blackdetect=d=0.4:pix_th=0.1"
MOST = 200
APART_MS = 1000


def find_places(*, file: Path, facts: MediaFacts, folder: Path) -> list[int]:
    """Milliseconds on the clock of FILE: the middle of each gap, at most MOST. Nothing where it cannot be told."""
    quiet, dark = folder / "quiet", folder / "dark"
    wanted = [
        "-map",
        "0:a:0",
        "-af",
        f"{SILENCE},ametadata=mode=print:file={escaped(quiet)}",
        "-f",
        "null",
        "-",
    ]
    if facts.picture is not None:
        wanted += [
            "-map",
            "0:v:0",
            "-vf",
            f"{BLACK},metadata=mode=print:file={escaped(dark)}",
            "-f",
            "null",
            "-",
        ]
    try:
        run_ffmpeg(
            ["-protocol_whitelist", "file,pipe", "-i", f"file:{file}", *wanted], on_progress=lambda _: None
        )
    except FfmpegFailed:
        return []
    found = sorted([*middles(quiet, "silence"), *middles(dark, "black")])
    return apart(found)[:MOST]


def escaped(path: Path) -> str:
    """As the value of an option of a filter in a chain of filters."""
    option = "".join(f"\\{letter}" if letter in "\\':" else letter for letter in str(path))
    return "".join(f"\\{letter}" if letter in "\\'[],;" else letter for letter in option)


def middles(file: Path, what: str) -> Iterator[int]:
    start = None
    for line in file.read_text(encoding="ascii").splitlines() if file.exists() else []:
        name, _, value = line.partition("=")
        if name == f"lavfi.{what}_start":
            start = float(value)
        elif name == f"lavfi.{what}_end" and start is not None:
            yield round((start + float(value)) * 500)
            start = None


def apart(places: list[int]) -> list[int]:
    kept: list[int] = []
    for place in places:
        if not kept or place - kept[-1] >= APART_MS:
            kept.append(place)
    return kept
