"""The treated copy: words muted, voice or picture disguised, everything else about the file left behind.

Always re-encoded, never stream-copied; no metadata, chapters, covers, subtitles or data streams are carried over.
"""

from pathlib import Path

from stories.media_kind import WHITELIST
from transcription.enums import Picture
from transcription.media.ffmpeg import Heard, run_ffmpeg
from transcription.media.picture import OWN, picture_graph, picture_input
from transcription.media.probe import MediaFacts
from transcription.media.sound import RATE, sound_graph
from transcription.media.treatment import TimeSpan, Treatment

__all__ = ["NOTHING_ELSE", "RATE", "TimeSpan", "Treatment", "film_encoding", "sound_encoding", "treat"]

# For whatever is written: no title, place, device or chapter of the source, and no remark of the encoder's.
NOTHING_ELSE = (
    *("-map_metadata", "-1", "-map_chapters", "-1"),
    *("-fflags", "+bitexact", "-flags:a", "+bitexact", "-flags:v", "+bitexact"),
)
KEYED = (
    "-force_key_frames",
    "expr:gte(t,n_forced)",
)  # each second: a person looks into the middle of such a film


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
    film = treatment.picture is not None
    run_ffmpeg(
        [
            *inputs(source, treatment),
            *("-filter_complex", graph(facts, treatment), "-map", "[sound]"),
            *(("-map", "[picture]") if film else ("-vn",)),
            *("-sn", "-dn", *NOTHING_ELSE),
            *(film_encoding() if film else sound_encoding()),
            *(KEYED if treatment.picture == Picture.FACES else ()),
            *(() if seconds is None else ("-t", f"{seconds:.3f}")),
            *("-y", f"file:{target}"),
        ],
        on_progress=on_progress,
        within=within,
    )


def inputs(source: Path, treatment: Treatment) -> list[str]:
    """The recording, then what takes the place of its voice or its picture."""
    found = ["-protocol_whitelist", "file", "-format_whitelist", WHITELIST, "-i", f"file:{source}"]
    if treatment.spoken is not None:
        found += ["-i", f"file:{treatment.spoken}"]
    return [*found, *picture_input(treatment)]


def graph(facts: MediaFacts, treatment: Treatment) -> str:
    spoken = treatment.spoken is not None
    sound = sound_graph(treatment, source="1:a" if spoken else f"0:{facts.sound}")
    if treatment.picture is None:
        return sound
    own = treatment.picture in OWN
    seen = picture_graph(treatment, source=f"0:{facts.picture}" if own else f"{1 + spoken}:v")
    return f"{sound};{seen}"


def sound_encoding() -> tuple[str, ...]:
    return ("-c:a", "libopus", "-b:a", "48k", "-application", "audio", "-f", "ogg")


def film_encoding() -> tuple[str, ...]:
    picture = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "24", "-pix_fmt", "yuv420p", "-fpsmax", "30")
    # Units of type 6 hold the encoder's own remarks.
    clean = ("-bsf:v", "filter_units=remove_types=6", "-movflags", "+faststart")
    return (*picture, *clean, "-c:a", "aac", "-b:a", "96k", "-f", "mp4")
