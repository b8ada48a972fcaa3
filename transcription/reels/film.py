"""The reel as one film: cards drawn into it, every clip in the same frame, captions in the file and beside it.

One run of ffmpeg joins decoded sound and picture. Files that are joined as they are drift: each brings its own
few milliseconds of encoder delay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from transcription.captions import write_vtt
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
    scenes = scenes_of(reel)
    captions = write_vtt(captions_of(scenes))
    words, target = folder / "captions.vtt", folder / "reel.mp4"
    words.write_text(captions, encoding="utf-8")
    inputs = [part for number, scene in enumerate(scenes) for part in source(scene, reel, folder, number)]
    run_ffmpeg(
        [
            *("-protocol_whitelist", "file", *inputs, "-i", f"file:{words}"),
            *("-filter_complex", joined(scenes), "-map", "[v]", "-map", "[a]", "-map", f"{len(scenes)}:s"),
            *NOTHING_ELSE,
            *("-c:s", "mov_text", "-metadata:s:s:0", f"language={LANGUAGES.get(reel.language, 'und')}"),
            *(*film_encoding(), "-y", f"file:{target}"),
        ],
        on_progress=on_progress,
    )
    return Film(target, captions, length_of(scenes))


def source(scene: Scene, reel: Reel, folder: Path, number: int) -> tuple[str, ...]:
    if isinstance(scene, ReelClip):
        return ("-i", f"file:{scene.file}")
    picture = folder / f"card-{number}.png"
    picture.write_bytes(draw_card(card=scene, language=reel.language))
    return ("-loop", "1", "-framerate", str(FRAMES), "-t", f"{scene.seconds:.3f}", "-i", f"file:{picture}")


def joined(scenes: Sequence[Scene]) -> str:
    """Each scene exactly as long as it is said to be, so that captions stay in step to the end."""
    chains = [
        chain for number, scene in enumerate(scenes) for chain in (seen(scene, number), heard(scene, number))
    ]
    pads = "".join(f"[v{number}][a{number}]" for number in range(len(scenes)))
    return ";".join([*chains, f"{pads}concat=n={len(scenes)}:v=1:a=1[v][a]"])


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
