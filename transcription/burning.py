"""Captions drawn into a picture: each cue a page set by typst, whose letters come along with it, shown for its time.

Always from a list of cues as `captions.build_cues` gives them, of which the leak check has searched every word. No
words are ever given to ffmpeg: it gets pictures, and a list of how long each is shown.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from common.documents import compile_picture
from transcription.captions import Cue

TEMPLATE = Path(__file__).parent / "typst" / "caption.typ"
STRIP = 0.19  # of the picture's height: two lines, and the room around them
SAFE = 0.05  # of its height, which old televisions cut off


def strip_height(height: int) -> int:
    """Even, as every measure of a film must be."""
    return round(height * STRIP / 2) * 2


def draw_cues(*, cues: Sequence[Cue], width: int, height: int, language: str) -> list[bytes]:
    """A PNG of WIDTH by HEIGHT for each, after one without words: white on a dark box, clear around it."""
    data = {"cues": ["", *(cue.text for cue in cues)], "width": width, "height": height, "lang": language}
    return compile_picture(template=TEMPLATE, data=data)


def write_strip(
    *, cues: Sequence[Cue], seconds: float, width: int, height: int, language: str, folder: Path, name: str
) -> tuple[str, ...]:
    """Write them into FOLDER, which is private; the options with which ffmpeg reads them as a film of SECONDS."""
    for number, page in enumerate(draw_cues(cues=cues, width=width, height=height, language=language)):
        (folder / f"{name}-{number}.png").write_bytes(page)
    shown = [*timed(cues, seconds=seconds)]
    lines = [f"file '{name}-{number}.png'\nduration {length:.3f}" for number, length in shown]
    listing = folder / f"{name}.ffconcat"
    # The last picture's own time is only kept when it is named once more.
    listing.write_text(
        "\n".join(["ffconcat version 1.0", *lines, f"file '{name}-{shown[-1][0]}.png'"]) + "\n"
    )
    return ("-f", "concat", "-i", f"file:{listing}")


def timed(cues: Sequence[Cue], *, seconds: float) -> Iterator[tuple[int, float]]:
    """Which page is shown, and for how long, from the first moment to the last: 0 is the one without words."""
    at = 0.0
    for number, cue in enumerate(cues, 1):
        if cue.end <= max(cue.start, at):
            continue
        if cue.start > at:
            yield 0, cue.start - at
        yield number, cue.end - max(cue.start, at)
        at = cue.end
    if not cues or seconds > at:
        yield 0, max(seconds - at, 0.04)


def laid_over(picture: str, *, strip: str, out: str, rate: int) -> str:
    """A filter graph: STRIP at the foot of PICTURE, within what every screen shows."""
    return (
        f"[{strip}]fps={rate},format=yuva420p[words{out}];"
        f"[{picture}][words{out}]overlay=x=(W-w)/2:y=H-h-H*{SAFE}:eof_action=pass,format=yuv420p[{out}]"
    )
