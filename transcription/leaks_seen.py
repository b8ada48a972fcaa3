"""The part of the leak check that looks: every frame of a treated copy shows as little as it should."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.error import FFmpegError
from django.utils.translation import gettext as _

from transcription.captions import moment
from transcription.enums import Picture
from transcription.errors import Leak
from transcription.faces.hidden import Box, HiddenFaces
from transcription.faces.hiding import side_of
from transcription.media.containers import first_picture, open_container
from transcription.media.picture import BLOCK_PIXELS, BLOCKS
from transcription.media.treatment import Treatment

Grey = npt.NDArray[np.int16]
# How sharp a blurred picture may be (docs/safe-copies.md): a tenth of a block apart, brightness hardly bends.
BEND_PIXELS = BLOCK_PIXELS // 10
BEND = 12  # of 255
BENT_SHARE = 0.001  # of the frame
# How uneven the inside of one square may be, away from its edges, where the codec rings.
INSIDE = 6  # pixels from each edge
UNEVEN = 14  # of 255
UNEVEN_SHARE = 0.001
# The same for the squares over a face, which lie on the codec's own blocks and so have no edges that ring.
FACE_UNEVEN = 10  # of 255
FACE_UNEVEN_SHARE = 0.01
DARK = 28  # of 255; black is 0 to 2
OTHER, OTHER_SHARE = 40, 0.002  # how far, and where, a frame may differ from the card


def check_picture(*, file: Path, treatment: Treatment) -> None:
    """Raises Leak at the first frame that is not as TREATMENT leaves it."""
    if treatment.picture is None or (treatment.picture == Picture.AS_IS and not treatment.covered):
        return
    looks_right = rule_for(treatment, file=file)
    seen = 0
    try:
        for frame in pictures(file):
            seen += 1
            at = frame.time or 0.0
            if not looks_right(frame):
                raise Leak(_("The picture is not disguised at %s.") % moment(at))
            if any(start <= at <= end for start, end in treatment.covered) and not is_black(grey(frame)):
                raise Leak(_("The picture is not covered at %s.") % moment(at))
    except FFmpegError as error:
        raise Leak(_("The picture of the copy cannot be looked at.")) from error
    if not seen:
        raise Leak(_("The picture of the copy cannot be looked at."))


def rule_for(treatment: Treatment, *, file: Path) -> Any:
    """A function of a frame: whether it shows no more than it should.

    A clip of a copy that passed has no card of its own: then every frame is like its first.
    """
    if treatment.picture == Picture.BLURRED:
        return lambda frame: small(frame) and not sharp(grey(frame))
    if treatment.picture == Picture.PIXELATED:
        return lambda frame: small(frame) and not uneven(grey(frame))
    if treatment.picture == Picture.FACES:
        return partial(faces_hidden, hidden=treatment.faces)
    if treatment.picture == Picture.BLACK:
        return lambda frame: is_black(grey(frame))
    if treatment.picture == Picture.CARD:
        still = our_own(treatment.card) if treatment.card else next(pictures(file), None)
        return partial(is_card, card=grey(still)) if still is not None else lambda frame: False
    return lambda frame: True


# `Any`: PyAV's frames.
def pictures(file: Path) -> Iterator[Any]:
    with file.open("rb") as source, open_container(source) as container:
        picture = first_picture(container)
        if picture is not None:
            yield from container.decode(picture)


def our_own(card: Path) -> Any:
    """A PNG that we drew ourselves: what people send may be nothing but sound or film."""
    with av.open(str(card)) as container:
        return next(container.decode(video=0), None)


def grey(frame: Any) -> Grey:
    return np.asarray(frame.to_ndarray(format="gray"), np.int16)


def small(frame: Any) -> bool:
    return bool(max(frame.width, frame.height) <= BLOCKS * BLOCK_PIXELS)


def sharp(picture: Grey) -> bool:
    """Whether brightness turns within a fraction of a block: along every fourth row, or every fourth column."""
    return any(bent_share(lines[::4]) > BENT_SHARE for lines in (picture, picture.T))


def bent_share(lines: Grey) -> float:
    step = BEND_PIXELS
    bend = 2 * lines[:, step:-step] - lines[:, : -2 * step] - lines[:, 2 * step :]
    return float((np.abs(bend) > BEND).mean()) if bend.size else 0.0


def uneven(picture: Grey) -> bool:
    """Whether anything but flat squares is seen."""
    rows, columns = (size // BLOCK_PIXELS for size in picture.shape)
    if rows * BLOCK_PIXELS != picture.shape[0] or columns * BLOCK_PIXELS != picture.shape[1]:
        return True
    squares = picture.reshape(rows, BLOCK_PIXELS, columns, BLOCK_PIXELS).swapaxes(1, 2)
    inner = squares[:, :, INSIDE:-INSIDE, INSIDE:-INSIDE]
    middle = np.median(inner, axis=(2, 3), keepdims=True)
    return bool((np.abs(inner - middle) > UNEVEN).mean() > UNEVEN_SHARE)


def faces_hidden(frame: Any, *, hidden: HiddenFaces | None) -> bool:
    """Whether each face that was found is flat squares; not when nobody says where they are."""
    if hidden is None or (frame.width, frame.height) != hidden.size:
        return False
    wanted = hidden.at(frame.time or 0.0)
    if any(not boxes for boxes in wanted):
        return True
    picture = grey(frame)
    return any(all(flat(picture, box) for box in boxes) for boxes in wanted)


def flat(picture: Grey, box: Box) -> bool:
    left, top, right, bottom = box
    side = side_of(box)
    squares = (
        picture[y : min(y + side, bottom), x : min(x + side, right)]
        for y in range(top, bottom, side)
        for x in range(left, right, side)
    )
    return not any(seen_in(square) for square in squares)


def seen_in(square: Grey) -> bool:
    """Whether more than one in a hundred of its pixels differ from its middle: a square is a whole number of blocks."""
    return bool((np.abs(square - np.median(square)) > FACE_UNEVEN).mean() > FACE_UNEVEN_SHARE)


def is_black(picture: Grey) -> bool:
    return bool(picture.max() <= DARK)


def is_card(frame: Any, *, card: Grey) -> bool:
    picture = grey(frame)
    if picture.shape != card.shape:
        return False
    return bool((np.abs(picture - card) > OTHER).mean() <= OTHER_SHARE)
