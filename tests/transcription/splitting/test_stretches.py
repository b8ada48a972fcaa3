"""Who speaks when: checked line by line, saved whole or not at all, and nothing that was typed is lost."""

import pytest

from accounts.models import User
from tests.stories.factories import make_user
from tests.transcription.splitting.tapes import make_group, split
from transcription.enums import CardState, RipState
from transcription.models import Rip, RipCard, RipStretch
from transcription.splitting.bringing import NotOpen, bring_rip
from transcription.splitting.stretches import (
    CannotSplit,
    Row,
    SavedMeanwhile,
    left_over_ms,
    rows_of,
    save_stretches,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tape() -> Rip:
    """A minute that nobody has to make: the rules are about numbers."""
    made = bring_rip(organisation=make_group(), by=make_user())
    Rip.objects.filter(pk=made.pk).update(state=RipState.READY, duration_ms=60_000, mac="a" * 64)
    made.refresh_from_db()
    return made


def refused(tape: Rip, *stretches: tuple[str, str, str]) -> list[str]:
    with pytest.raises(CannotSplit) as caught:
        split(tape, *stretches)
    assert [(row.start, row.end, row.who) for row in caught.value.rows] == list(stretches)
    assert not tape.stretches.exists(), "nothing was saved"
    return [row.wrong for row in caught.value.rows]


def test_each_stretch_goes_to_its_person_and_comes_back_as_it_was(tape: Rip) -> None:
    split(
        tape,
        ("20", "40.5", "2"),
        ("0:00:00", "0:00:10", "1"),
        ("45", "50", ""),
        ("", "", "3"),
        ("50", "60", "1"),
    )
    assert [card.number for card in tape.cards.all()] == [1, 2], "a line without times is no line"
    assert rows_of(tape) == [
        Row("0:00:00", "0:00:10", "1"),
        Row("0:00:20", "0:00:40.5", "2"),
        Row("0:00:45", "0:00:50", ""),
        Row("0:00:50", "0:01:00", "1"),
    ]
    assert left_over_ms(tape) == 60_000 - 10_000 - 20_500 - 10_000


def test_saved_again_it_is_as_it_was_saved_last(tape: Rip) -> None:
    split(tape, ("0", "10", "1"), ("10", "20", "2"))
    kept = tape.cards.get(number=1).pk
    split(tape, ("0", "12", "1"))
    assert [card.pk for card in tape.cards.all()] == [kept]
    assert tape.stretches.get().end_ms == 12_000


@pytest.mark.parametrize(
    ("stretch", "said"),
    [
        (("0", "soon", "1"), "0:01:15.5"),
        (("0", "", "1"), "0:01:15.5"),
        (("50", "60.001", "1"), "ends after the recording does, which is at 0:01:00"),
        (("10", "10", "1"), "later than its beginning"),
        (("10", "5", "1"), "later than its beginning"),
        (("10", "10.9", "1"), "shorter than a second"),
        (("0", "10", "31"), "Choose a person"),
        (("0", "10", "Maureen"), "Choose a person"),
        (("0", "10", "²"), "Choose a person"),
    ],
)
def test_a_line_that_is_wrong_says_why(tape: Rip, stretch: tuple[str, str, str], said: str) -> None:
    fine, wrong = refused(tape, ("20", "30", "1"), stretch)
    assert (fine, said in wrong) == ("", True), wrong


def test_one_moment_belongs_to_one_person(tape: Rip) -> None:
    assert "from 0:00:00 to 0:00:10" in refused(tape, ("0", "10", "1"), ("9.9", "20", "2"))[1]
    assert "overlaps" in refused(tape, ("0", "10", "1"), ("5", "6", "1"))[1]
    assert "overlaps" in refused(tape, ("0", "10", ""), ("5", "6", "1"))[1]
    split(tape, ("0", "10", "1"), ("10", "20", "2"))


def test_what_two_people_typed_at_once_is_not_written_over(tape: Rip) -> None:
    split(tape, ("0", "10", "1"))
    with pytest.raises(SavedMeanwhile):
        save_stretches(rip_id=tape.pk, rows=[Row("0", "30", "2")], edits=0)
    assert tape.stretches.get().end_ms == 10_000


def test_nothing_is_saved_before_it_is_ready_or_after_it_went(tape: Rip) -> None:
    for state in set(RipState) - {RipState.READY}:
        Rip.objects.filter(pk=tape.pk).update(state=state)
        with pytest.raises(NotOpen):
            split(tape, ("0", "10", "1"))


def take(tape: Rip, number: int, *, taken_back: bool = False) -> None:
    RipCard.objects.filter(rip=tape, number=number).update(state=CardState.TAKEN, taken_back=taken_back)


def test_what_is_a_testimony_already_is_given_to_nobody_else(tape: Rip) -> None:
    split(tape, ("0", "10", "1"), ("20", "30", "2"))
    take(tape, 1)
    with pytest.raises(CannotSplit) as caught:
        split(tape, ("5", "15", "2"), ("40", "50", "1"))
    first, second = (row.wrong for row in caught.value.rows)
    assert "testimony already" in first
    assert "has a story already" in second
    split(tape, ("5", "15", ""), ("20", "30", "2"))
    assert tape.cards.get(number=1).stretches.get().end_ms == 10_000, "what is taken stays as it was"


def test_the_same_disc_brought_again_does_not_give_what_was_taken_back(tape: Rip) -> None:
    split(tape, ("0", "10", "1"))
    take(tape, 1, taken_back=True)
    Rip.objects.filter(pk=tape.pk).update(state=RipState.DESTROYED)
    again = bring_rip(organisation=make_group("Another invented group"), by=make_user())
    Rip.objects.filter(pk=again.pk).update(state=RipState.READY, duration_ms=60_000, mac=tape.mac)
    assert "took back" in refused(again, ("9", "20", "1"))[0]
    split(again, ("10", "20", "1"))
    other = bring_rip(organisation=make_group(), by=make_user())
    Rip.objects.filter(pk=other.pk).update(state=RipState.READY, duration_ms=60_000, mac="b" * 64)
    split(other, ("0", "10", "1"))


def test_no_more_lines_than_a_page_can_hold(tape: Rip) -> None:
    Rip.objects.filter(pk=tape.pk).update(duration_ms=10_000_000)
    split(tape, *((str(n * 10), str(n * 10 + 5), "") for n in range(200)))
    assert RipStretch.objects.count() == 200


def test_who_brings_it_is_on_record(tape: Rip) -> None:
    assert isinstance(tape.brought_by, User)
