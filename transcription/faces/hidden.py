"""What is hidden of faces in one film: boxes, frame by frame, and the stretches that a person has to look at."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from math import ceil, floor

TimeSpan = tuple[float, float]
Box = tuple[int, int, int, int]  # left, top, right, bottom, in pixels
NEARLY = 0.05  # of a frame: how far a film's own clock may be off


@dataclass(frozen=True)
class HiddenFaces:
    """`boxes` of each frame, `rate` frames a second, in a picture of `size`; `lost` in seconds."""

    rate: Fraction
    size: tuple[int, int]
    boxes: tuple[tuple[Box, ...], ...]
    lost: tuple[TimeSpan, ...] = ()
    begins: float = 0.0  # where, on the film's clock, what is looked at begins

    def at(self, seconds: float) -> list[tuple[Box, ...]]:
        """What may be hidden in a frame shown at SECONDS: one answer, or two where it lies between two frames."""
        frame = float((self.begins + seconds) * self.rate)
        about = {
            min(max(each, 0), len(self.boxes) - 1) for each in (floor(frame + NEARLY), ceil(frame - NEARLY))
        }
        return [self.boxes[each] for each in sorted(about)]

    def since(self, start: float) -> "HiddenFaces":
        """The same for a clip that begins at START."""
        return replace(self, begins=self.begins + start)


def to_text(hidden: HiddenFaces) -> str:
    runs = [[len(list(same)), boxes] for boxes, same in groupby(hidden.boxes)]
    rate = [hidden.rate.numerator, hidden.rate.denominator]
    return json.dumps(
        {"rate": rate, "size": hidden.size, "runs": runs, "lost": hidden.lost}, separators=(",", ":")
    )


def from_text(text: str) -> HiddenFaces:
    data = json.loads(text)
    boxes: list[tuple[Box, ...]] = []
    for count, found in data["runs"]:
        boxes += [tuple((box[0], box[1], box[2], box[3]) for box in found)] * count
    lost = tuple((start, end) for start, end in data["lost"])
    return HiddenFaces(Fraction(*data["rate"]), tuple(data["size"]), tuple(boxes), lost)


def joined(spans: Sequence[TimeSpan]) -> list[TimeSpan]:
    """In order, those that touch as one."""
    found: list[TimeSpan] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
