"""The list a second reader answers."""

import pytest

from stories.checklist import (
    CONCERNS,
    IN_WORDS,
    WANTED,
    Answer,
    Point,
    Reply,
    doubts,
    missing_to_accept,
    missing_to_send_back,
)
from tests.stories.reading import ALL_WELL, doubting


def test_every_point_has_a_wanted_answer_and_a_concern() -> None:
    assert set(WANTED) == set(CONCERNS) == set(Point)
    assert set(WANTED.values()) == {Answer.YES, Answer.NO}  # one column cannot simply be clicked down


def test_all_well_is_accepted() -> None:
    assert missing_to_accept(ALL_WELL) == {}
    assert doubts(ALL_WELL) == []


@pytest.mark.parametrize("point", Point)
@pytest.mark.parametrize("answer", [*Answer, None])
def test_nothing_but_the_wanted_answer_is_accepted(point: Point, answer: Answer | None) -> None:
    replies = {**ALL_WELL, point: Reply(answer, "A note that is long enough.")}
    assert (point in missing_to_accept(replies)) == (answer != WANTED[point])
    assert (point in doubts(replies)) == (answer not in (None, WANTED[point]))


@pytest.mark.parametrize("answer", Answer)
def test_the_same_answer_everywhere_is_never_accepted(answer: Answer) -> None:
    assert missing_to_accept({point: Reply(answer, "Nothing that I can see.") for point in Point})


def test_nothing_answered_is_all_missing() -> None:
    assert set(missing_to_accept({})) == set(Point)


@pytest.mark.parametrize("note", ["", "  ", "ok", "no one        "])
def test_some_are_answered_in_words_too(note: str) -> None:
    assert Point.TOGETHER in IN_WORDS
    replies = {**ALL_WELL, Point.TOGETHER: Reply(Answer.NO, note)}
    assert list(missing_to_accept(replies)) == [Point.TOGETHER]


def test_a_doubt_says_where() -> None:
    assert missing_to_send_back(doubting(Point.PEOPLE)) == {}
    assert list(missing_to_send_back(doubting(Point.PEOPLE, Point.TIMES, note="here"))) == [
        Point.PEOPLE,
        Point.TIMES,
    ]
