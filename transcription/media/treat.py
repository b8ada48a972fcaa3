"""The treated copy: words muted, voice or picture disguised, everything else about the file left behind.

Always re-encoded, never stream-copied; no metadata, chapters, covers, subtitles or data streams are carried over.
Muting is done on blocks of 64 samples: on ffmpeg's own frames of 20 ms the edge of a word would leak. The voice is
muted before it is disguised, so that no trace of a word enters the disguise, and again after, since a pitch
shifter smears sound past the edges.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stories.media_kind import WHITELIST
from transcription.media.ffmpeg import Heard, has_filter, run_ffmpeg
from transcription.media.probe import MediaFacts

GUARD_SECONDS = (
    0.1  # muted beyond each span: the codec rings on for a while, measured below -60 dBFS from 0.06 s on
)
RATE = 48_000
LOWERED, RAISED = (0.72, 0.80), (1.25, 1.36)
ASIDE = (18.0, 45.0)  # hertz
BLOCKS = 12  # a disguised picture has this many blocks on its longer side: familiar faces are known from 16
BLOCK_PIXELS = 40
TimeSpan = tuple[float, float]
# For whatever is written: no title, place, device or chapter of the source, and no remark of the encoder's.
NOTHING_ELSE = (
    *("-map_metadata", "-1", "-map_chapters", "-1"),
    *("-fflags", "+bitexact", "-flags:a", "+bitexact", "-flags:v", "+bitexact"),
)


@dataclass(frozen=True)
class Treatment:
    mutes: tuple[TimeSpan, ...]
    disguise_voice: bool
    picture: bool
    disguise_picture: bool

    @property
    def suffix(self) -> str:
        return ".mp4" if self.picture else ".opus"

    @property
    def mime(self) -> str:
        return "video/mp4" if self.picture else "audio/ogg"


def treat(
    *,
    source: Path,
    target: Path,
    facts: MediaFacts,
    treatment: Treatment,
    on_progress: Heard,
    seconds: float | None = None,
    within: float | None = None,
) -> None:
    """Write the treated copy of SOURCE to TARGET, of its first SECONDS only where given. Raises FfmpegFailed, also
    when it takes longer than WITHIN seconds."""
    run_ffmpeg(
        [
            *("-protocol_whitelist", "file", "-format_whitelist", WHITELIST, "-i", f"file:{source}"),
            *("-map", f"0:{facts.sound}", "-af", sound_filters(treatment)),
            *(picture_options(treatment, index=facts.picture) if treatment.picture else ("-vn",)),
            *("-sn", "-dn", *NOTHING_ELSE),
            *(film_encoding() if treatment.picture else sound_encoding()),
            *(() if seconds is None else ("-t", f"{seconds:.3f}")),
            *("-y", f"file:{target}"),
        ],
        on_progress=on_progress,
        within=within,
    )


def sound_encoding() -> tuple[str, ...]:
    return ("-c:a", "libopus", "-b:a", "48k", "-application", "audio", "-f", "ogg")


def film_encoding() -> tuple[str, ...]:
    picture = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "24", "-pix_fmt", "yuv420p", "-fpsmax", "30")
    # Units of type 6 hold the encoder's own remarks.
    clean = ("-bsf:v", "filter_units=remove_types=6", "-movflags", "+faststart")
    return (*picture, *clean, "-c:a", "aac", "-b:a", "96k", "-f", "mp4")


def sound_filters(treatment: Treatment) -> str:
    """One clock from zero, one channel (the very sound that was transcribed), then mute and disguise."""
    mute = mute_filters(treatment.mutes)
    steps = [f"aresample={RATE}:async=1:first_pts=0", "aformat=sample_fmts=fltp:channel_layouts=mono", *mute]
    if treatment.disguise_voice:
        steps += [*voice_filters(), f"aresample={RATE}", *mute]
    return ",".join(steps)


def mute_filters(mutes: Sequence[TimeSpan]) -> list[str]:
    if not mutes:
        return []
    spans = "+".join(
        f"between(t,{max(start - GUARD_SECONDS, 0):.3f},{end + GUARD_SECONDS:.3f})" for start, end in mutes
    )
    return ["asetnsamples=n=64:p=0", f"volume=volume=0:enable='{spans}'", "asetnsamples=n=1024:p=0"]


def random_between(low: float, high: float) -> float:
    return low + (high - low) * secrets.randbelow(1001) / 1000


def voice_filters() -> list[str]:
    """Pitch and formants moved together, every tone moved a little aside, a narrower band.

    How far is drawn anew for each copy and kept nowhere: a fixed change could simply be changed back. It makes
    recognising harder, not impossible. (No `vibrato`: ffmpeg's starts from memory it never cleared.)
    """
    pitch = random_between(*secrets.choice((LOWERED, RAISED)))
    if has_filter("rubberband"):
        shift = [f"rubberband=pitch={pitch:.3f}:formant=shifted:pitchq=quality"]
    else:
        shift = [f"asetrate={round(RATE * pitch)}", f"aresample={RATE}", f"atempo={1 / pitch:.5f}"]
    if has_filter("afreqshift"):
        shift.append(f"afreqshift=shift={random_between(*ASIDE):.1f}")
    return ["highpass=f=110", *shift, "lowpass=f=4200"]


def picture_options(treatment: Treatment, *, index: int | None) -> tuple[str, ...]:
    filters = ["scale=iw*sar:ih", "setsar=1"]
    if treatment.disguise_picture:
        filters += [
            f"scale={BLOCKS}:{BLOCKS}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=area",
            "gblur=sigma=0.8",
            f"scale=iw*{BLOCK_PIXELS}:ih*{BLOCK_PIXELS}:flags=bicubic",
            "fps=8",
        ]
    else:
        filters.append(
            "scale='min(1280,iw)':'min(1280,ih)':force_original_aspect_ratio=decrease:force_divisible_by=2"
        )
    return ("-map", f"0:{index}", "-vf", ",".join(filters))
