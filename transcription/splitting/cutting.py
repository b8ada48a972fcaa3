"""Cutting one person's stretches out of an old recording and joining them.

Always decoded and encoded anew, never copied: a copied cut begins at a key frame, in somebody else's sentence. The
recording is read from its beginning, as it was for what is played: discs begin their clock anew in the middle, and only
so is the time on screen the time of the cut. The first and last hundredth of a second of each stretch are silent, since
the sound of a disc overlaps its neighbours by a few thousandths.
"""

from collections.abc import Sequence
from pathlib import Path

from stories.media_kind import WHITELIST
from transcription.media.ffmpeg import Heard, run_ffmpeg
from transcription.media.probe import MediaFacts
from transcription.media.treat import NOTHING_ELSE, RATE

SILENT, FADE = 0.01, 0.02
Span = tuple[float, float]
FILM = (
    *("-c:v", "libx264", "-preset", "veryfast", "-crf", "19", "-pix_fmt", "yuv420p"),
    *(
        "-bsf:v",
        "filter_units=remove_types=6",
        "-movflags",
        "+faststart",
        "-c:a",
        "aac",
        "-b:a",
        "192k",
        "-f",
        "mp4",
    ),
)
SOUND = ("-c:a", "libopus", "-b:a", "128k", "-application", "audio", "-f", "ogg")


def cut_out(
    *, source: Path, target: Path, facts: MediaFacts, spans: Sequence[Span], on_progress: Heard
) -> None:
    """SPANS in order, in seconds; nothing else of the file comes along. Raises FfmpegFailed."""
    film = facts.picture is not None
    run_ffmpeg(
        [
            *("-protocol_whitelist", "file", "-format_whitelist", WHITELIST, "-i", f"file:{source}"),
            *("-filter_complex", graph(facts, spans), "-map", "[sound]"),
            *(("-map", "[picture]") if film else ("-vn",)),
            *("-sn", "-dn", *NOTHING_ELSE, *(FILM if film else SOUND), "-y", f"file:{target}"),
        ],
        on_progress=on_progress,
    )


def graph(facts: MediaFacts, spans: Sequence[Span]) -> str:
    film, count = facts.picture is not None, len(spans)
    outs = [f"[p{n}][s{n}]" if film else f"[s{n}]" for n in range(count)]
    chains = [f"[0:{facts.sound}]aresample={RATE}:async=1:first_pts=0,aformat=channel_layouts=mono|stereo"]
    chains[0] += f",asplit={count}" + "".join(f"[a{n}]" for n in range(count))
    chains += [heard(n, span) for n, span in enumerate(spans)]
    if film:
        split = "".join(f"[v{n}]" for n in range(count))
        chains.append(f"[0:{facts.picture}]yadif=deint=interlaced,split={count}{split}")
        chains += [seen(n, span) for n, span in enumerate(spans)]
    joined = "[picture][sound]" if film else "[sound]"
    return ";".join([*chains, f"{''.join(outs)}concat=n={count}:v={int(film)}:a=1{joined}"])


def heard(number: int, span: Span) -> str:
    start, end = span
    fades = f"afade=t=in:st={SILENT}:d={FADE},afade=t=out:st={end - start - SILENT - FADE:.3f}:d={FADE}"
    return f"[a{number}]atrim=start={start:.3f}:end={end:.3f},asetpts=PTS-STARTPTS,{fades}[s{number}]"


def seen(number: int, span: Span) -> str:
    start, end = span
    return f"[v{number}]trim=start={start:.3f}:end={end:.3f},setpts=PTS-STARTPTS[p{number}]"
