"""A clip of 20 seconds from the middle of a one-hour treated copy, beside ffmpeg doing the same accurate cut.

Ours is the cut and the leak check of the finished clip, in processor time, ffmpeg's own included. Needs Django set up
before the import.
"""

import subprocess
import tempfile
from pathlib import Path

from bench.processor import in_turn
from bench.ratio import Ratio
from transcription.captions import Cue
from transcription.clips.cutting import check_clip, cut
from transcription.enums import Picture
from transcription.media.ffmpeg import ffmpeg_path
from transcription.media.probe import probe
from transcription.media.treat import RATE, Treatment, film_encoding, sound_encoding, treat

TESTIMONY = Path(__file__).resolve().parents[1] / "tests" / "data" / "whisper" / "testimony.opus"
MINUTES, SECONDS = 60, 20
START = MINUTES * 30 + 0.37  # on no key frame
ROUNDS = 5
LIMIT = 1.15
CUES = [Cue(0.0, 20.0, "They said nothing to me.")]


def measure() -> list[Ratio]:
    with tempfile.TemporaryDirectory() as name:
        film = an_hour(Path(name), picture=True)
        sound = an_hour(Path(name), picture=False)
        return [
            compare(film, picture=True),
            compare(sound, picture=False),
        ]


def compare(source: Path, *, picture: bool) -> Ratio:
    target = source.with_name(f"clip{source.suffix}")
    command = bare_cut(source, target, picture=picture)

    def ours() -> None:
        cut(
            source=source,
            target=target,
            start=START,
            end=START + SECONDS,
            picture=picture,
            on_progress=lambda _: None,
        )
        check_clip(
            file=target,
            treatment=Treatment(picture=Picture.AS_IS if picture else None),
            start=START,
            end=START + SECONDS,
            cues=CUES,
            hidden=["Alan"],
        )

    def bare() -> None:
        subprocess.run(command, check=True)

    kind = "film" if picture else "sound alone"
    name = f"Clip of {SECONDS} s from the middle of an hour, {kind}: cut and leak check / ffmpeg's cut, processor time"
    return Ratio(name, *in_turn(ours, bare, rounds=ROUNDS), "s", LIMIT, better="lower")


def bare_cut(source: Path, target: Path, *, picture: bool) -> list[str]:
    return [
        *(ffmpeg_path(), "-nostdin", "-v", "error", "-ss", f"{START:.3f}", "-t", str(SECONDS)),
        *("-i", str(source), "-ar", str(RATE), *(film_encoding() if picture else ("-vn", *sound_encoding()))),
        *("-y", str(target)),
    ]


def an_hour(folder: Path, *, picture: bool) -> Path:
    """A treated copy of one minute, said over and over."""
    suffix = "mp4" if picture else "opus"
    minute, copy, hour = (folder / f"{name}.{suffix}" for name in ("minute", "copy", "hour"))
    ffmpeg = [ffmpeg_path(), "-nostdin", "-v", "error"]
    screen = ["-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=60"] if picture else []
    sound = ["-stream_loop", "-1", "-i", str(TESTIMONY), "-t", "60"]
    coded = ["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"] if picture else ["-c:a", "copy"]
    subprocess.run([*ffmpeg, *screen, *sound, *coded, str(minute)], check=True)
    with minute.open("rb") as file:
        facts = probe(file)
    treatment = Treatment(picture=Picture.AS_IS if picture else None)
    treat(source=minute, target=copy, facts=facts, treatment=treatment, on_progress=lambda _: None)
    loop = ["-stream_loop", str(MINUTES - 1), "-i", str(copy), "-c", "copy", str(hour)]
    subprocess.run([*ffmpeg, *loop], check=True)
    return hour
