"""The reel as one film: cards drawn into it, every clip in the same frame, captions in the file or drawn into it, and
beside it.

One run of ffmpeg joins decoded sound and picture. Files that are joined as they are drift: each brings its own
few milliseconds of encoder delay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from transcription.burning import laid_over, strip_height, write_strip
from transcription.captions import Cue, write_vtt
from transcription.media.ffmpeg import Heard, run_ffmpeg
from transcription.media.treat import NOTHING_ELSE, RATE, film_encoding
from transcription.reels.cards import draw_card
from transcription.reels.plan import Card, Reel, ReelClip, Scene, captions_of, length_of, scenes_of

WIDTH, HEIGHT, FRAMES = 1280, 720, 25
PAPER = "0x1f2430"
LANGUAGES = {"en": "eng", "cy": "cym"}


@dataclass(frozen=True)
class Film:
    file: Path
    captions: str  # WebVTT
    seconds: float


def make_film(*, reel: Reel, folder: Path, on_progress: Heard) -> Film:
    """Write reel.mp4 into FOLDER, which is private. Raises CannotShow, FfmpegFailed."""
    scenes, target = scenes_of(reel), folder / "reel.mp4"
    cues = captions_of(scenes)
    inputs = [part for number, scene in enumerate(scenes) for part in source(scene, reel, folder, number)]
    words, graph, encoding = (burned if reel.burned else switched)(cues, scenes, reel=reel, folder=folder)
    run_ffmpeg(
        [
            *("-protocol_whitelist", "file", *inputs, *words),
            *("-filter_complex", graph, "-map", "[v]", "-map", "[a]", *encoding),
            *NOTHING_ELSE,
            *(*film_encoding(), "-y", f"file:{target}"),
        ],
        on_progress=on_progress,
    )
    return Film(target, write_vtt(cues), length_of(scenes))


Captioned = tuple[
    tuple[str, ...], str, tuple[str, ...]
]  # an input, the graph to [v] and [a], how it is written


def switched(cues: Sequence[Cue], scenes: Sequence[Scene], *, reel: Reel, folder: Path) -> Captioned:
    """Captions that a player switches on and off."""
    words = folder / "captions.vtt"
    words.write_text(write_vtt(cues), encoding="utf-8")
    language = f"language={LANGUAGES.get(reel.language, 'und')}"
    written = ("-map", f"{len(scenes)}:s", "-c:s", "mov_text", "-metadata:s:s:0", language)
    return ("-i", f"file:{words}"), joined(scenes), written


def burned(cues: Sequence[Cue], scenes: Sequence[Scene], *, reel: Reel, folder: Path) -> Captioned:
    """The same cues drawn into the picture."""
    words = write_strip(
        cues=cues,
        seconds=length_of(scenes),
        width=WIDTH,
        height=strip_height(HEIGHT),
        language=reel.language,
        folder=folder,
        name="words",
    )
    over = laid_over("plain", strip=f"{len(scenes)}:v", out="v", rate=FRAMES)
    return words, f"{joined(scenes, picture='plain')};{over}", ()


def source(scene: Scene, reel: Reel, folder: Path, number: int) -> tuple[str, ...]:
    if isinstance(scene, ReelClip):
        return ("-i", f"file:{scene.file}")
    picture = folder / f"card-{number}.png"
    picture.write_bytes(draw_card(card=scene, language=reel.language))
    return ("-loop", "1", "-framerate", str(FRAMES), "-t", f"{scene.seconds:.3f}", "-i", f"file:{picture}")


def joined(scenes: Sequence[Scene], *, picture: str = "v") -> str:
    """Each scene exactly as long as it is said to be, so that captions stay in step to the end."""
    chains = [
        chain for number, scene in enumerate(scenes) for chain in (seen(scene, number), heard(scene, number))
    ]
    pads = "".join(f"[v{number}][a{number}]" for number in range(len(scenes)))
    return ";".join([*chains, f"{pads}concat=n={len(scenes)}:v=1:a=1[{picture}][a]"])


def seen(scene: Scene, number: int) -> str:
    exact = f"trim=duration={scene.seconds:.3f},setpts=PTS-STARTPTS,format=yuv420p[v{number}]"
    if isinstance(scene, ReelClip) and not scene.picture:
        return f"color=c={PAPER}:s={WIDTH}x{HEIGHT}:r={FRAMES},setsar=1,{exact}"
    fitted = (
        f"scale={WIDTH}:{HEIGHT}:force_original_aspect_ratio=decrease,"
        f"pad={WIDTH}:{HEIGHT}:(ow-iw)/2:(oh-ih)/2:color={PAPER},setsar=1,fps={FRAMES}"
    )
    return f"[{number}:v]{fitted},tpad=stop_mode=clone:stop_duration=1,{exact}"


def heard(scene: Scene, number: int) -> str:
    exact = f"atrim=duration={scene.seconds:.3f},asetpts=PTS-STARTPTS[a{number}]"
    same = f"aformat=sample_fmts=fltp:sample_rates={RATE}:channel_layouts=mono"
    if isinstance(scene, Card):
        return f"anullsrc=r={RATE}:cl=mono,{same},{exact}"
    return f"[{number}:a]aresample={RATE}:async=1:first_pts=0,{same},apad=pad_dur=1,{exact}"
