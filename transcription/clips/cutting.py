"""Cutting a clip out of a treated copy: re-encoded, so that it begins at the word and not at a key frame before it.

Only a treated copy is ever cut, never an original, and the finished clip passes the leak check of its own.
"""

from collections.abc import Sequence
from pathlib import Path

from stories.media_kind import WHITELIST
from transcription.captions import Cue
from transcription.leaks import check_copy
from transcription.media.ffmpeg import Heard, run_ffmpeg
from transcription.media.treat import NOTHING_ELSE, RATE, Treatment, film_encoding, sound_encoding


def cut(*, source: Path, target: Path, start: float, end: float, picture: bool, on_progress: Heard) -> None:
    """Write seconds START to END of the treated copy SOURCE to TARGET. Raises FfmpegFailed.

    ffmpeg jumps to the key frame before START, decodes from there and drops what is too early: exact, and as quick
    in the middle of an hour as at its beginning.
    """
    run_ffmpeg(
        [
            *("-protocol_whitelist", "file", "-format_whitelist", WHITELIST),
            *("-ss", f"{start:.3f}", "-t", f"{end - start:.3f}", "-i", f"file:{source}"),
            *("-map", "0:a:0", "-af", f"aresample={RATE}:async=1:first_pts=0"),
            *(("-map", "0:v:0") if picture else ("-vn",)),
            *("-sn", "-dn", *NOTHING_ELSE),
            *(film_encoding() if picture else sound_encoding()),
            *("-y", f"file:{target}"),
        ],
        on_progress=on_progress,
    )


def check_clip(
    *,
    file: Path,
    treatment: Treatment,
    start: float,
    end: float,
    cues: Sequence[Cue],
    hidden: Sequence[str],
) -> None:
    """As every treated copy is checked. TREATMENT is the whole copy's, CUES are on the clip's clock. Raises Leak."""
    check_copy(
        file=file,
        treatment=treatment.between(start, end),
        duration=end - start,
        cues=cues,
        hidden=hidden,
    )
