"""Invented discs: each person is a tone and a colour, so that whoever is heard or seen where they must not be shows."""

import io
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from common.jobs.run_now import drain
from stories.uploads.held import begin_held, keep_held
from stories.uploads.receiving import receive
from transcription.media.ffmpeg import ffmpeg_path
from transcription.models import Rip
from transcription.splitting.bringing import bring_rip, say_complete
from transcription.splitting.stretches import Row, save_stretches
from transcription.splitting.taking import About, ask_for_taking

TONES = (440, 880, 1760)
COLOURS = ("red", "green", "blue")
EACH = 4  # seconds
BLOCK = 2048  # a disc's files end between two of these
RATE = 48_000
HEARD, UNHEARD = 0.08, 0.001  # of full scale; a tone is at 0.1 in what a disc makes of it, 0.001 is -60 dB


def ffmpeg(*arguments: object) -> None:
    words = [ffmpeg_path(), "-nostdin", "-v", "error", "-y", *map(str, arguments)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def sound_of(tones: Sequence[int], *, each: float = EACH) -> str:
    parts = "+".join(
        f"{tone}*between(t\\,{n * each}\\,{(n + 1) * each - 1e-9})" for n, tone in enumerate(tones)
    )
    return f"aevalsrc='0.4*sin(2*PI*t*({parts}))':s={RATE}:d={len(tones) * each}"


def make_film(out: Path, *, tones: Sequence[int] = TONES, each: float = EACH, how: Sequence[object]) -> Path:
    """One after the other, each for EACH seconds, with whatever a camera writes about itself."""
    count = len(tones)
    films = "".join(f"color=c={COLOURS[n]}:s=320x240:r=25:d={each}[c{n}];" for n in range(count))
    joined = f"{films}{''.join(f'[c{n}]' for n in range(count))}concat=n={count}[v]"
    ffmpeg(
        *("-f", "lavfi", "-i", sound_of(tones, each=each), "-filter_complex", joined),
        *("-map", "[v]", "-map", "0:a", "-metadata", "title=Ward C with Maureen", *how, out),
    )
    return out


DVD = ("-c:v", "mpeg2video", "-b:v", "1M", "-g", "12", "-c:a", "ac3", "-b:a", "192k", "-f", "vob")


def make_disc(
    folder: Path, *, files: int = 2, tones: Sequence[int] = TONES, each: float = EACH
) -> list[Path]:
    """A set as a disc has it: one stream, cut between two blocks wherever a file is full."""
    whole = make_film(folder / "whole.vob", tones=tones, each=each, how=DVD).read_bytes()
    size = len(whole) // BLOCK // files * BLOCK
    cuts = [*(size * n for n in range(files)), len(whole)]
    made = []
    for number in range(files):
        path = folder / f"VTS_01_{number + 1}.VOB"
        path.write_bytes(whole[cuts[number] : cuts[number + 1]])
        made.append(path)
    return made


def make_group(name: str = "Invented group") -> Organisation:
    return Organisation.objects.get_or_create(
        slug=name.lower().replace(" ", "-"), defaults={"name": name, "kind": OrganisationKind.GROUP}
    )[0]


def send(rip: Rip, path: Path, *, name: str = "") -> None:
    content = path.read_bytes()
    upload = begin_held(owner=rip.pk, length=len(content), name=name or path.name)
    half = len(content) // 2  # in two pieces, as a browser would
    for start, piece in ((0, content[:half]), (half, content[half:])):
        receive(
            upload_id=upload.pk,
            offset=start,
            source=io.BytesIO(piece),
            announced=len(piece),
            length=None,
            checksum=None,
        )
    keep_held(upload_id=upload.pk)


def bring(files: Sequence[Path], *, by: User, ready: bool = True) -> Rip:
    """Brought, and (READY) made ready by the real job."""
    rip = bring_rip(organisation=make_group(), by=by)
    for path in files:
        send(rip, path)
    say_complete(rip_id=rip.pk)
    if ready:
        drain()
    rip.refresh_from_db()
    return rip


def split(rip: Rip, *stretches: tuple[str, str, str]) -> None:
    rip.refresh_from_db()
    save_stretches(rip_id=rip.pk, rows=[Row(*each) for each in stretches], edits=rip.edits)


def ask(rip: Rip, *numbers: int, by: User) -> None:
    people = {number: About(language="en", adult=True) for number in numbers}
    ask_for_taking(rip_id=rip.pk, people=people, by=by)


def samples(file: Path) -> np.ndarray:
    words = [ffmpeg_path(), "-v", "error", "-i", str(file), "-f", "s16le", "-ac", "1", "-ar", str(RATE), "-"]
    raw = subprocess.run(words, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.int16).astype(float) / 32768


def level(sound: np.ndarray, tone: int) -> float:
    """How loud TONE is in it. A window on both sides: a loud neighbour does not spill into a quiet one."""
    window = np.hanning(len(sound))
    wave = np.exp(-2j * np.pi * tone * np.arange(len(sound)) / RATE)
    return float(2 * abs(np.sum(sound * window * wave)) / np.sum(window))


def loudest(sound: np.ndarray, tone: int, *, step: float = 0.05) -> float:
    """The loudest twentieth of a second of TONE anywhere in it: at the edges as well."""
    size = int(step * RATE)
    starts = [*range(0, max(len(sound) - size, 1), size // 2), max(len(sound) - size, 0)]
    return max(level(sound[start : start + size], tone) for start in starts)


def colour(file: Path, at: float) -> str:
    """Which of COLOURS the picture is, AT so many seconds."""
    words = [ffmpeg_path(), "-v", "error", "-ss", f"{at:.3f}", "-i", str(file), "-frames:v", "1"]
    words += ["-vf", "scale=1:1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    red, green, blue = subprocess.run(words, capture_output=True, check=True).stdout[:3]
    return COLOURS[max(range(3), key=lambda n: (red, green, blue)[n])]
