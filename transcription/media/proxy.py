"""A small form of a recording that every browser plays, for editors: what no browser plays is made into it once."""

from pathlib import Path

from stories.media_kind import WHITELIST
from transcription.media.ffmpeg import Heard, run_ffmpeg
from transcription.media.probe import MediaFacts
from transcription.media.treat import NOTHING_ELSE, RATE

# What the browsers of the last years play as it is: by container, the codecs of sound and of picture.
PLAYED: dict[str, tuple[set[str], set[str]]] = {
    "mov": ({"aac", "mp3"}, {"h264"}),
    "matroska": ({"opus", "vorbis"}, {"vp8", "vp9"}),
    "ogg": ({"opus", "vorbis"}, set()),
    "mp3": ({"mp3"}, set()),
    "aac": ({"aac"}, set()),
    "flac": ({"flac"}, set()),
    "wav": ({"pcm_s16le", "pcm_u8"}, set()),
}
PLAIN_PIXELS = {"yuv420p", "yuvj420p"}  # more than eight bits, or finer colour, is black in most players
LONGER_SIDE, SHORTER_SIDE = 1280, 720


def plays_as_it_is(facts: MediaFacts) -> bool:
    """Whether a browser plays just what is listened to: of several sound tracks it may choose another."""
    sounds, pictures = PLAYED.get(facts.container, (set(), set()))
    if facts.sound_tracks > 1 or (facts.sound is not None and facts.sound_codec not in sounds):
        return False
    return facts.picture is None or (facts.picture_codec in pictures and facts.pixels in PLAIN_PIXELS)


def mime_of(facts: MediaFacts) -> str:
    return "audio/mp4" if facts.picture is None else "video/mp4"


def write_proxy(*, source: Path, target: Path, facts: MediaFacts, on_progress: Heard) -> None:
    """The sound that is listened to, on the same clock, and the picture, upright; nothing else. Raises FfmpegFailed."""
    run_ffmpeg(
        [
            *("-protocol_whitelist", "file", "-format_whitelist", WHITELIST, "-i", f"file:{source}"),
            *sound_options(facts),
            *picture_options(facts),
            *("-sn", "-dn", *NOTHING_ELSE, "-movflags", "+faststart", "-f", "mp4", "-y", f"file:{target}"),
        ],
        on_progress=on_progress,
    )


def sound_options(facts: MediaFacts) -> tuple[str, ...]:
    """Two microphones stay two channels: an editor tells by them who speaks."""
    if facts.sound is None:
        return ("-an",)
    clock = f"aresample={RATE}:async=1:first_pts=0,aformat=channel_layouts=mono|stereo"
    return ("-map", f"0:{facts.sound}", "-af", clock, "-c:a", "aac", "-b:a", "96k")


def picture_options(facts: MediaFacts) -> tuple[str, ...]:
    if facts.picture is None:
        return ("-vn",)
    box = f"if(gt(iw,ih),{LONGER_SIDE},{SHORTER_SIDE})", f"if(gt(iw,ih),{SHORTER_SIDE},{LONGER_SIDE})"
    fit = f"scale='min(iw,{box[0]})':'min(ih,{box[1]})':force_original_aspect_ratio=decrease:force_divisible_by=2"
    filters = f"yadif=deint=interlaced,scale=iw*sar:ih,setsar=1,{fit}"
    encoding = (
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-crf",
        "27",
        "-pix_fmt",
        "yuv420p",
        "-fpsmax",
        "30",
    )
    return ("-map", f"0:{facts.picture}", "-vf", filters, *encoding)
