"""Rounds of questions: who answers stays unknown, and few answers stay unseen."""

import pytest

from campaigns.enums import Phase
from campaigns.models import Campaign, Round, RoundAnswer
from campaigns.organising.evaluation import (
    NothingChosen,
    RoundClosed,
    close_round,
    keep_answer,
    open_round,
    results_of,
    round_to_answer,
)
from campaigns.organising.questions import QUESTIONS
from tests.campaigns.factories import make_campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign()


def make_round(campaign: Campaign, *answers: dict[str, int], phase: Phase = Phase.BEFORE) -> Round:
    """Closed."""
    found = open_round(campaign=campaign, phase=phase, ward="Elm", time="in spring")
    for choices in answers:
        keep_answer(token=found.token, choices=choices)
    close_round(round_id=found.pk)
    return found


def test_counts_and_percentages_come_with_their_base(campaign):
    answers = [{"talk": choice, "safe": 5} for choice in (1, 1, 4, 5, 5, 5, 0)]
    make_round(campaign, *answers, {"safe": 2})
    [results] = results_of(campaign=campaign)
    talk, safe = results.rows[0], results.rows[7]
    assert results.answers == 8
    assert (talk.question, talk.base) == (str(QUESTIONS["talk"]), 6)
    assert [(share.label, share.count, share.percent) for share in talk.shares] == [
        ("Never", 2, 33),
        ("Seldom", 0, 0),
        ("Sometimes", 0, 0),
        ("Often", 1, 17),
        ("Always", 3, 50),
    ]
    assert (talk.good.count, talk.good.percent) == (4, 67)
    assert (safe.base, safe.good.count) == (8, 7)


@pytest.mark.parametrize(("answers", "shown"), [(0, False), (4, False), (5, True)])
def test_nothing_is_shown_below_five_answers(campaign, answers, shown):
    make_round(campaign, *[{"talk": 3}] * answers)
    [results] = results_of(campaign=campaign)
    assert results.shown is shown


def test_a_question_that_fewer_than_five_answered_shows_no_count(campaign):
    make_round(campaign, *[{"talk": 3, "safe": 1}] * 4, {"talk": 3}, {"safe": 0})
    [results] = results_of(campaign=campaign)
    talk, safe = results.rows[0], results.rows[7]
    assert (talk.shown, safe.shown, safe.shares, safe.good) == (True, False, [], None)


def test_nothing_is_shown_of_a_round_that_is_open(campaign):
    found = open_round(campaign=campaign, phase=Phase.AFTER, ward="Elm", time="now")
    for _ in range(9):
        keep_answer(token=found.token, choices={"talk": 5})
    assert not results_of(campaign=campaign)[0].shown
    close_round(round_id=found.pk)
    assert results_of(campaign=campaign)[0].shown


def test_a_closed_round_takes_no_answer_and_stays_closed(campaign):
    found = make_round(campaign)
    for token in (found.token, "never-was"):
        with pytest.raises(RoundClosed):
            keep_answer(token=token, choices={"talk": 1})
        with pytest.raises(RoundClosed):
            round_to_answer(token=token)
    assert not RoundAnswer.objects.exists()


def test_only_our_questions_and_choices_are_kept(campaign):
    found = open_round(campaign=campaign, phase=Phase.BEFORE, ward="Elm", time="then")
    keep_answer(token=found.token, choices={"talk": 2, "name": 3, "safe": 9, "told": None, "after": 0})
    assert RoundAnswer.objects.get().choices == {"talk": 2, "after": 0}
    with pytest.raises(NothingChosen):
        keep_answer(token=found.token, choices={"safe": None, "name": 1})


def test_an_answer_holds_nothing_of_who_or_when():
    assert {field.name for field in RoundAnswer._meta.get_fields()} == {"id", "round", "choices"}
