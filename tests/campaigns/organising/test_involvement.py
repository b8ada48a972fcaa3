"""4Pi checks hold our questions and answers, and nothing else that a form might send."""

import datetime as dt

import pytest

from campaigns.organising.four_pi import FOUR_PI, NAMES
from campaigns.organising.involvement import keep_check, laid_out
from tests.campaigns.factories import make_coordinator, make_group

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 1)


def test_the_frame_has_five_parts_and_no_name_twice():
    assert [str(part.name) for part in FOUR_PI] == ["Principles", "Purpose", "Presence", "Process", "Impact"]
    assert len(NAMES) == len(set(NAMES)) == 14


def test_a_check_is_laid_out_with_every_question_answered_or_not():
    hill, ada = make_group("Hill"), make_coordinator()
    given = {
        "why": {"answer": "yes", "note": " Soup. "},
        "limits": {"answer": "partly"},
        "missing": {"answer": ""},
    }
    check = keep_check(organisation=hill, on=DAY, answers=given, by=ada)
    parts = laid_out(check=check)
    assert sum(len(part.lines) for part in parts) == 14
    purpose = parts[1]
    assert [(line.label, line.note) for line in purpose.lines] == [("Yes", "Soup."), ("Partly", "")]
    assert (purpose.yes, parts[0].yes) == (1, 0)


def test_what_is_no_question_or_no_answer_of_ours_is_not_kept_and_changing_keeps_who_began():
    hill, ada, ben = make_group("Hill"), make_coordinator(), make_coordinator()
    check = keep_check(organisation=hill, on=DAY, answers={"hack": {}, "why": {"answer": "<b>"}}, by=ada)
    assert check.answers == {"why": {"answer": "", "note": ""}}
    again = keep_check(organisation=hill, on=DAY, answers={"why": {"answer": "yes"}}, by=ben, check=check)
    assert (again.pk, again.created_by) == (check.pk, ada)
    assert hill.involvement_checks.get().answers["why"]["answer"] == "yes"
