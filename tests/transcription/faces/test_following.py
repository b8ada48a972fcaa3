"""What is hidden where a face is found, lost and found again, and which stretches a person looks at."""

from fractions import Fraction

import numpy as np
import pytest

from transcription.faces.following import follow, on_grid, plan_hiding
from transcription.faces.hidden import HiddenFaces
from transcription.faces.model import Found

RATE = Fraction(10)
SIZE = (640, 360)
NONE = np.zeros((0, 5), np.float32)


def face(left: float = 300, top: float = 100, *, side: float = 60, likely: float = 0.9) -> Found:
    return np.array([[left, top, left + side, top + side, likely]], np.float32)


def plan(*frames: Found, rate: Fraction = RATE) -> HiddenFaces:
    return plan_hiding(found=frames, rate=rate, size=SIZE)


def covers(hidden: HiddenFaces, frame: int, box: Found) -> bool:
    left, top, right, bottom = box[0][:4]
    return any(b[0] <= left and b[1] <= top and b[2] >= right and b[3] >= bottom for b in hidden.boxes[frame])


def test_a_face_found_in_each_frame_is_hidden_with_a_margin_and_never_lost() -> None:
    moving = [face(200 + 5 * at) for at in range(30)]
    hidden = plan(*moving)
    assert hidden.lost == ()
    for at, box in enumerate(moving):
        assert covers(hidden, at, box + np.array([-14, -14, 14, 14, 0], np.float32))
        assert len(hidden.boxes[at]) == 1


def test_a_face_that_is_lost_and_found_elsewhere_is_hidden_all_the_way_between_and_looked_at() -> None:
    hidden = plan(*[face(200)] * 10, *[NONE] * 6, *[face(270)] * 10)
    assert hidden.lost == ((1.0, 1.6),)
    for at, left in zip(range(10, 16), (210, 220, 230, 240, 250, 260), strict=True):
        assert covers(hidden, at, face(left))
    widths = [hidden.boxes[at][0][2] - hidden.boxes[at][0][0] for at in (5, 12)]
    assert widths[1] > widths[0], "a box grows where nobody knows where the face is"


def test_a_blink_in_one_place_is_hidden_and_bothers_nobody() -> None:
    other = face(500)
    both = np.concatenate([face(), other])
    hidden = plan(*[both] * 20, other, *[both] * 20, rate=Fraction(20))
    assert hidden.lost == ()
    assert covers(hidden, 20, face())
    far = np.concatenate([face(340), other])
    assert plan(*[both] * 20, other, *[far] * 20, rate=Fraction(20)).lost == ((1.0, 1.05),), (
        "it moved meanwhile"
    )
    assert plan(*[both] * 20, *[other] * 3, *[both] * 20, rate=Fraction(20)).lost == ((1.0, 1.15),), (
        "too long"
    )


def test_a_frame_without_any_face_is_looked_at_however_short() -> None:
    assert plan(*[face()] * 10, NONE, *[face()] * 10).lost == ((1.0, 1.1),)


def test_where_one_came_and_went_the_time_around_it_is_hidden_a_second_and_looked_at() -> None:
    other = face(500)
    both = np.concatenate([face(100), other])
    hidden = plan(*[other] * 30, *[both] * 10, *[other] * 80)
    assert hidden.lost == ((2.0, 3.0), (4.0, 9.0))
    assert covers(hidden, 21, face(100))
    assert covers(hidden, 49, face(100))
    assert not covers(hidden, 55, face(100))


def test_what_is_hardly_a_face_is_hidden_and_not_reported() -> None:
    other = face(500)
    doubtful = np.concatenate([other, face(100, likely=0.25)])
    hidden = plan(*[other] * 20, doubtful, *[other] * 20)
    assert covers(hidden, 20, face(100))
    assert hidden.lost == ()


def test_a_film_without_a_face_is_looked_at_from_end_to_end_in_pieces() -> None:
    assert plan(*[NONE] * 120).lost == ((0.0, 4.0), (4.0, 8.0), (8.0, 12.0))
    assert plan().lost == ()


def test_two_faces_that_cross_are_two_tracks() -> None:
    found = [np.concatenate([face(100 + 20 * at), face(500 - 20 * at, top=220)]) for at in range(20)]
    assert [len(track.frames) for track in follow(found, rate=RATE)] == [20, 20]


@pytest.mark.parametrize("left", [-30, 0, 610])
def test_boxes_stay_in_the_picture_and_on_the_grid(left: float) -> None:
    [box] = on_grid([face(left, 350)[0]], size=SIZE)
    assert box[0] % 16 == box[1] % 16 == 0
    assert 0 <= box[0] < box[2] <= 640
    assert box[3] == 360


def test_boxes_that_touch_become_one_and_so_does_what_touches_that() -> None:
    boxes = [face(100)[0], face(300)[0], face(200, side=90)[0], face(150, side=60)[0]]
    assert on_grid(boxes, size=SIZE) == [(96, 96, 368, 192)]
