"""Finding every face in a film, and writing the same film with each of them as a few flat squares."""

from collections.abc import Callable
from math import ceil
from pathlib import Path

import av
import numpy as np

from transcription.faces.following import GRID, plan_hiding
from transcription.faces.hidden import Box, HiddenFaces
from transcription.faces.model import Found, Pixels, detect
from transcription.media.frames import Frame, read_frames, write_frames

LOOKED_AT = 640  # pixels of the longer side of what the detector sees
STEP = 32
SQUARES = 5  # along the longer side of what is hidden: about three across a face, and familiar faces are known from 16
Told = Callable[[float], None]  # seconds of film done


def hide_faces(*, source: Path, picture: int, target: Path, on_progress: Told) -> HiddenFaces:
    """Write the picture of SOURCE to TARGET with its faces hidden, and say what was hidden where.

    ON_PROGRESS is told of finding them, which takes nearly all of the time. Raises FfmpegFailed.
    """
    hidden = find_faces(source=source, picture=picture, on_progress=on_progress)
    with read_frames(source=source, picture=picture) as film, write_frames(target=target, like=film) as write:
        for frame, boxes in zip(film.frames, hidden.boxes, strict=True):
            for box in boxes:
                flatten(frame, box, size=film.size)
            write(frame)
    return hidden


def find_faces(*, source: Path, picture: int, on_progress: Told) -> HiddenFaces:
    """Raises FfmpegFailed."""
    found: list[Found] = []
    with read_frames(source=source, picture=picture) as film:
        wide, tall = film.size
        seen = [ceil(side * LOOKED_AT / max(film.size) / STEP) * STEP for side in film.size]
        scale = np.array([wide / seen[0], tall / seen[1], wide / seen[0], tall / seen[1], 1], np.float32)
        for frame in film.frames:
            found.append(detect(as_seen(frame, wide=seen[0], tall=seen[1])) * scale)
            if (
                len(found) % ceil(film.rate) == 0
            ):  # once for each second of film: whoever is told writes it down
                on_progress(len(found) / float(film.rate))
    return plan_hiding(found=found, rate=film.rate, size=film.size)


def as_seen(frame: Frame, *, wide: int, tall: int) -> Pixels:
    picture = av.VideoFrame.from_ndarray(frame, format="yuv420p")
    return np.asarray(picture.reformat(width=wide, height=tall, format="rgb24").to_ndarray(), np.uint8)


def flatten(frame: Frame, box: Box, *, size: tuple[int, int]) -> None:
    """What BOX covers becomes squares of one colour each, in the frame itself."""
    wide, tall = size
    side = side_of(box)
    quarter = tall * wide // 4
    whole = frame.reshape(-1)
    squares(whole[: wide * tall].reshape(tall, wide), box, side=side)
    for begins in (wide * tall, wide * tall + quarter):
        colour = whole[begins : begins + quarter].reshape(tall // 2, wide // 2)
        half = (box[0] // 2, box[1] // 2, -(-box[2] // 2), -(-box[3] // 2))
        squares(colour, half, side=side // 2)


def side_of(box: Box) -> int:
    longer = max(box[2] - box[0], box[3] - box[1])
    return ceil(longer / SQUARES / GRID) * GRID


def squares(plane: Frame, box: Box, *, side: int) -> None:
    left, top, right, bottom = box
    inside = plane[top:bottom, left:right]
    rows, columns = np.arange(0, inside.shape[0], side), np.arange(0, inside.shape[1], side)
    totals = np.add.reduceat(np.add.reduceat(inside, rows, axis=0, dtype=np.int64), columns, axis=1)
    tall, wide = np.diff([*rows, inside.shape[0]]), np.diff([*columns, inside.shape[1]])
    mean = (totals // np.outer(tall, wide)).astype(np.uint8)
    inside[:] = mean.repeat(tall, axis=0).repeat(wide, axis=1)
