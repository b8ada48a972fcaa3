"""Where faces are hidden, as text and on a film's clock."""

from fractions import Fraction

from transcription.faces.hidden import HiddenFaces, from_text, joined, to_text

ONE, OTHER = ((0, 0, 16, 16),), ((16, 0, 48, 48), (64, 64, 96, 96))
HIDDEN = HiddenFaces(
    Fraction(30000, 1001), (640, 360), (ONE, ONE, OTHER, (), OTHER), ((0.0, 0.5), (1.0, 2.0))
)


def test_it_is_read_as_it_was_written() -> None:
    assert from_text(to_text(HIDDEN)) == HIDDEN


def test_on_its_own_clock_each_frame_has_its_own_boxes() -> None:
    for frame, boxes in enumerate(HIDDEN.boxes):
        assert HIDDEN.at(frame * 1001 / 30000) == [boxes]
        assert HIDDEN.at(round(frame * 1001 / 30000, 4)) == [boxes]
    assert HIDDEN.at(9.0) == [OTHER], "a last frame that is shown for longer"


def test_in_a_clip_a_frame_may_lie_between_two() -> None:
    later = HIDDEN.since(1.5 * 1001 / 30000)
    assert later.at(0.0) == [ONE, OTHER]
    assert later.since(0.5 * 1001 / 30000).at(0.0) == [OTHER]


def test_spans_that_touch_are_one() -> None:
    assert joined([(3.0, 4.0), (0.0, 1.0), (1.0, 2.0), (1.5, 1.7)]) == [(0.0, 2.0), (3.0, 4.0)]
