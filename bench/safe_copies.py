"""A treated copy of a two-minute recording with twelve hidden stretches, beside ffmpeg run with the very same filters.

Ours is the treatment and the leak check of the finished file, in processor time, without hearing it again (that is the
speech model's own time: see `transcription`). Needs Django set up before the import.
"""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

from bench.clips import TESTIMONY
from bench.processor import in_turn
from bench.ratio import Ratio
from transcription.captions import Cue
from transcription.enums import Picture, Voice
from transcription.leaks import check_copy
from transcription.media import treat as treating
from transcription.media.ffmpeg import ffmpeg_path
from transcription.media.probe import MediaFacts, probe
from transcription.media.treat import Treatment, treat

SECONDS = 120
ROUNDS = 3
LIMIT = 1.15
MUTES = tuple((at + 1.5, at + 2.7) for at in range(0, SECONDS, 10))
CUES = [Cue(0.0, 20.0, "They said nothing to me.")]
KINDS = {
    "sound as it is": Treatment(mutes=MUTES),
    "voice disguised": Treatment(mutes=MUTES, voice=Voice.DISGUISED),
    "film as it is": Treatment(mutes=MUTES, picture=Picture.AS_IS),
    "film disguised": Treatment(mutes=MUTES, voice=Voice.DISGUISED, picture=Picture.BLURRED),
}


def measure() -> list[Ratio]:
    with tempfile.TemporaryDirectory() as name:
        source = a_film(Path(name))
        with source.open("rb") as file:
            facts = probe(file)
        return [
            compare(kind, treatment=treatment, source=source, facts=facts)
            for kind, treatment in KINDS.items()
        ]


def compare(kind: str, *, treatment: Treatment, source: Path, facts: MediaFacts) -> Ratio:
    target = source.with_name(f"copy{treatment.suffix}")

    def make() -> None:
        treat(source=source, target=target, facts=facts, treatment=treatment, on_progress=lambda _: None)

    def ours() -> None:
        make()
        check(target, treatment)

    # The disguise is drawn anew for each copy: both run with the one that is drawn now.
    with mock.patch.object(treating, "run_ffmpeg") as noted:
        make()
    arguments: Sequence[str] = noted.call_args.args[0]
    command = [ffmpeg_path(), "-nostdin", "-v", "error", *arguments]

    def bare() -> None:
        subprocess.run(command, check=True)

    name = (
        f"Safe copy of two minutes, {kind}: treatment and leak check / ffmpeg's same filters, processor time"
    )
    return Ratio(name, *in_turn(ours, bare, rounds=ROUNDS), "s", LIMIT, better="lower")


def check(file: Path, treatment: Treatment) -> None:
    check_copy(
        file=file,
        treatment=treatment,
        duration=SECONDS,
        cues=CUES,
        hidden=["Alan"],
    )


def a_film(folder: Path) -> Path:
    film = folder / "film.mp4"
    command = [
        *(ffmpeg_path(), "-nostdin", "-v", "error"),
        *("-f", "lavfi", "-i", f"testsrc2=size=1280x720:rate=25:duration={SECONDS}"),
        *("-stream_loop", "-1", "-i", str(TESTIMONY), "-t", str(SECONDS)),
        *("-map", "0:v", "-map", "1:a", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", str(film)),
    ]
    subprocess.run(command, check=True)
    return film
