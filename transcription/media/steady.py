"""The sound of discs and broadcasts, whose clock begins anew in the middle: a VOB set joined, two tapes on one disc.

Read packet by packet, whatever stands after such a place seems to lie in the past. ffmpeg knows these containers and
goes on counting, in what editors play and in every copy: so it counts for those who listen too, and the same word has
the same time everywhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stories.media_kind import WHITELIST
from transcription.media.containers import Unreadable
from transcription.media.decode import Chunk, decode_samples
from transcription.media.ffmpeg import FfmpegFailed, run_ffmpeg
from transcription.media.probe import MediaFacts
from transcription.media.sides import Sides
from transcription.media.treat import NOTHING_ELSE, RATE

BEGIN_ANEW = ("mpeg", "mpegts")


def may_begin_anew(facts: MediaFacts) -> bool:
    return facts.container in BEGIN_ANEW


@contextmanager
def steady_samples(
    *, source: Path, facts: MediaFacts, folder: Path, sides: Sides
) -> Iterator[Iterator[Chunk]]:
    """As `decode_samples`, of the sound of SOURCE on one clock; FOLDER is private. Raises Unreadable."""
    if facts.sound is None:
        raise Unreadable("no-sound")
    steady = folder / "steady.flac"
    clock = f"aresample={RATE}:async=1:first_pts=0,aformat=channel_layouts=mono|stereo"
    try:
        run_ffmpeg(
            [
                *("-protocol_whitelist", "file", "-format_whitelist", WHITELIST, "-i", f"file:{source}"),
                *("-map", f"0:{facts.sound}", "-af", clock, "-vn", "-sn", "-dn", *NOTHING_ELSE),
                *("-c:a", "flac", "-compression_level", "0", "-f", "flac", "-y", f"file:{steady}"),
            ],
            on_progress=lambda _seconds: None,
        )
    except FfmpegFailed as error:
        raise Unreadable("not-media") from error
    with steady.open("rb") as sound:
        yield decode_samples(sound, sides=sides)
