"""The frames of a stretch as one picture, opened out of the sealed copy while it is asked for and kept nowhere."""

import io
from collections.abc import Iterator
from typing import Any

import av
import numpy as np

from common.vault.reader import SealedReader
from transcription.faces.model import Pixels
from transcription.media.containers import first_picture, open_container

SHEET = 0.5  # seconds on one sheet: fifteen frames at the most
LONGER = 480  # pixels of the longer side of a frame
ACROSS, ACROSS_TALL = 3, 5
EMPTY = 236  # a place in the last row without a frame: nothing like a covered one
HALF = 0.001


def sheets(start: float, end: float) -> list[tuple[float, float]]:
    """The stretch from START to END in steps."""
    begins = [start + step * SHEET for step in range(max(int(np.ceil((end - start) / SHEET - HALF)), 1))]
    return [(round(begin, 3), round(min(begin + SHEET, end), 3)) for begin in begins]


def draw_sheet(*, film: SealedReader, start: float, end: float) -> bytes:
    """A JPEG of every frame from START to END, in rows, and of the one that is still shown at START."""
    frames = [as_small(frame) for frame in between(film, start=start, end=end)]
    if not frames:
        return b""
    tall, wide = frames[0].shape[:2]
    across = min(len(frames), ACROSS if wide >= tall else ACROSS_TALL)
    missing = -len(frames) % across
    every = [*frames, *[np.full_like(frames[0], EMPTY)] * missing]
    rows = [np.concatenate(every[at : at + across], axis=1) for at in range(0, len(every), across)]
    return as_jpeg(np.concatenate(rows))


# `Any`: PyAV's frames.
def between(film: SealedReader, *, start: float, end: float) -> Iterator[Any]:
    with open_container(film) as container:  # type: ignore[arg-type]  # it reads and seeks, which is all that is asked
        picture = first_picture(container)
        if picture is None:
            return
        container.seek(int(max(start - HALF, 0) * 1_000_000))
        shown = None
        for frame in container.decode(picture):
            at = frame.time or 0.0
            if at >= end - HALF:
                break
            if at >= start - HALF:
                if shown is not None and at > start + HALF:
                    yield shown
                shown = None
                yield frame
            else:
                shown = frame
        if shown is not None:
            yield shown


def as_small(frame: Any) -> Pixels:
    share = min(LONGER / max(frame.width, frame.height), 1)
    wide, tall = (round(side * share / 2) * 2 for side in (frame.width, frame.height))
    return np.asarray(frame.reformat(width=wide, height=tall, format="rgb24").to_ndarray(), np.uint8)


def as_jpeg(picture: Pixels) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mjpeg") as container:
        stream = container.add_stream("mjpeg", options={"qscale": "3"})
        stream.height, stream.width = picture.shape[:2]
        stream.pix_fmt = "yuvj420p"
        container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    return out.getvalue()
