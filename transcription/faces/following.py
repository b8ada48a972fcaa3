"""From the faces found in each frame to what is hidden in each frame, and to the stretches in which one was lost.

No files, no pictures: numbers only. A face that was found is hidden a while longer, and a while before, than it was
found; where it was lost, the box grows with each moment, because nobody knows where the face went.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

import numpy as np

from transcription.faces.hidden import Box, HiddenFaces, TimeSpan, joined
from transcription.faces.model import Found, overlap

MARGIN = 1.5  # a box is that much wider and taller than the face, for hair and ears
REACH = 1.5  # and that much, to be the same face in the next frame
SAME = 0.1
FOLLOWED = 2.0  # seconds for which a face that was lost may come back as the same
HELD = 1.0  # seconds for which it stays hidden before and after
SWELLS = 0.6  # a second
BLINK = 0.15  # seconds: too short to leave a box and come back to the same place
BLINK_SAME = 0.5
SURE, SURE_SECONDS = (
    0.5,
    0.5,
)  # what was never likelier, nor followed for longer, is hidden and not reported lost
LOOK_BEFORE, LOOK_AFTER = 1.0, 5.0  # seconds that a person looks at where a face comes and where it goes
PIECE = 5.0  # seconds, of what a person looks at, on one page
GRID = 16  # pixels: what a codec handles as one, so that flat stays flat


@dataclass
class Track:
    """One face, as long as it could be followed."""

    frames: list[int] = field(default_factory=list)
    boxes: list[Found] = field(default_factory=list)

    def sure(self, rate: Fraction) -> bool:
        lasts = (self.frames[-1] - self.frames[0]) / rate
        return lasts >= SURE_SECONDS or max(box[4] for box in self.boxes) >= SURE


def plan_hiding(*, found: Sequence[Found], rate: Fraction, size: tuple[int, int]) -> HiddenFaces:
    """FOUND in each frame of a film of SIZE (width, height), RATE frames a second."""
    tracks = follow(found, rate=rate)
    wanted: list[list[Found]] = [[] for _ in found]
    for track in tracks:
        for frame, box in placed(track, rate=rate, frames=len(found)):
            wanted[frame].append(box)
    boxes = tuple(tuple(on_grid(each, size=size)) for each in wanted)
    return HiddenFaces(rate, size, boxes, tuple(lost(found, tracks, rate=rate)))


def follow(found: Sequence[Found], *, rate: Fraction) -> list[Track]:
    tracks: list[Track] = []
    followed: list[Track] = []
    for frame, faces in enumerate(found):
        followed = [track for track in followed if frame - track.frames[-1] <= FOLLOWED * rate]
        free = list(range(len(faces)))
        for track, face in nearest(followed, faces):
            track.frames.append(frame)
            track.boxes.append(faces[face])
            free.remove(face)
        new = [Track([frame], [faces[face]]) for face in free]
        tracks += new
        followed += new
    return tracks


def nearest(tracks: Sequence[Track], faces: Found) -> Iterable[tuple[Track, int]]:
    """Each face with the track that it overlaps most, each once."""
    pairs = [
        (share, at, face)
        for at, track in enumerate(tracks)
        for face, box in enumerate(faces)
        if (share := overlap(grown(track.boxes[-1], REACH), grown(box, REACH))) > SAME
    ]
    taken: set[int] = set()
    given: set[int] = set()
    for _share, at, face in sorted(pairs, reverse=True):
        if at not in taken and face not in given:
            taken.add(at)
            given.add(face)
            yield tracks[at], face


def placed(track: Track, *, rate: Fraction, frames: int) -> Iterable[tuple[int, Found]]:
    """Its box in each frame: as found, in between where it was lost, and held before and after."""
    hold = ceil(HELD * rate)
    first, last = track.frames[0], track.frames[-1]
    for frame in range(max(first - hold, 0), min(last + hold + 1, frames)):
        after = int(np.searchsorted(track.frames, frame))
        near, far = max(after - 1, 0), min(after, len(track.frames) - 1)
        begins, ends = track.frames[near], track.frames[far]
        share = (frame - begins) / (ends - begins) if begins < frame < ends else float(frame >= ends)
        box = track.boxes[near] * (1 - share) + track.boxes[far] * share
        away = min(abs(frame - begins), abs(ends - frame)) / float(rate)
        yield frame, grown(box, MARGIN * (1 + SWELLS * away))


def grown(box: Found, times: float) -> Found:
    middle, half = (box[:2] + box[2:4]) / 2, (box[2:4] - box[:2]) / 2 * times
    return np.concatenate([middle - half, middle + half]).astype(np.float32)


def on_grid(boxes: Sequence[Found], *, size: tuple[int, int]) -> list[Box]:
    """Grown to whole squares of the grid, within the picture; those that touch as one."""
    wide, tall = size
    snapped = [
        (
            max(int(box[0] // GRID) * GRID, 0),
            max(int(box[1] // GRID) * GRID, 0),
            min(-int(-box[2] // GRID) * GRID, wide),
            min(-int(-box[3] // GRID) * GRID, tall),
        )
        for box in boxes
    ]
    apart: list[Box] = []
    for box in snapped:
        while touching := [other for other in apart if touch(box, other)]:
            apart = [other for other in apart if other not in touching]
            every = [box, *touching]
            box = (
                min(each[0] for each in every),
                min(each[1] for each in every),
                max(each[2] for each in every),
                max(each[3] for each in every),
            )
        if box[0] < box[2] and box[1] < box[3]:
            apart.append(box)
    return sorted(apart)


def touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def lost(found: Sequence[Found], tracks: Sequence[Track], *, rate: Fraction) -> list[TimeSpan]:
    """Where no face at all was found, where one came or went, and where one was lost in between; in pieces."""
    frames: list[TimeSpan] = [(at, at + 1) for at, faces in enumerate(found) if not len(faces)]
    for track in tracks:
        if track.sure(rate):
            frames += came_and_went(track, rate=rate, frames=len(found)) + gaps(track, rate=rate)
    spans = joined(frames)
    return [piece for start, end in spans for piece in pieces(start / float(rate), end / float(rate))]


def came_and_went(track: Track, *, rate: Fraction, frames: int) -> list[TimeSpan]:
    came, went = track.frames[0], track.frames[-1] + 1
    spans = [
        (max(came - ceil(LOOK_BEFORE * rate), 0), came),
        (went, min(went + ceil(LOOK_AFTER * rate), frames)),
    ]
    return [(start, end) for start, end in spans if start < end]


def gaps(track: Track, *, rate: Fraction) -> list[TimeSpan]:
    """Between two frames in which it was found: not one that was too short for it to go anywhere."""
    pairs = zip(track.frames, track.frames[1:], track.boxes, track.boxes[1:], strict=False)
    return [
        (before + 1, after)
        for before, after, one, other in pairs
        if after - before > 1
        and not ((after - before) / float(rate) <= BLINK and overlap(one, other) >= BLINK_SAME)
    ]


def pieces(start: float, end: float) -> list[TimeSpan]:
    count = max(ceil((end - start) / PIECE - 0.001), 1)
    step = (end - start) / count
    return [(round(start + at * step, 3), round(start + (at + 1) * step, 3)) for at in range(count)]
