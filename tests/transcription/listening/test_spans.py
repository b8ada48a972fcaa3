from transcription.listening.spans import join, uncovered


def test_what_touches_is_one() -> None:
    assert join([(5, 6), (0, 2), (1.5, 3), (3, 4)]) == [(0, 4), (5, 6)]


def test_what_nobody_heard_is_named_and_a_blink_is_none() -> None:
    heard = [(0.2, 3.0), (3.3, 5.0), (6.0, 8.0)]
    assert uncovered(start=0, end=8, by=heard) == [(5.0, 6.0)]
    assert uncovered(start=0, end=9, by=heard) == [(5.0, 6.0), (8.0, 9)]
    assert uncovered(start=0, end=2, by=[]) == [(0, 2)]
    assert uncovered(start=6.5, end=7, by=heard) == []
