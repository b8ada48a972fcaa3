"""Dates, times and durations, whole."""

import pytest

from stories.enums import RedactionKind
from tests.stories.anonymise.found import kinds


@pytest.mark.parametrize(
    "date",
    [
        "3 May 1999",
        "the 14th of March 2019",
        "between 3 and 12 May 1999",
        "10 and 12 of March",
        "19 July and 16 September 1994",
        "Monday, October 3, 2018",
        "May 3rd",
        "the end of March 2001",
        "June and July 2003",
        "the years 1997–1999",
        "the early 1990s",
        "1993/94",
        "the nineties",
        "nineteen ninety-four",
        "the twelfth of June",
        "03/05/1999",
        "2003-05-04",
        "last Tuesday night",
        "the 2nd to the 19th",
        "3 Mai",
        "dydd Mercher",
        "half past ten",
        "ten to seven in the morning",
        "9.48 a.m.",
        "23:10",
        "Boxing Day",
        "the following morning",
        "the night of 3 May",
        "two years and six months",
        "one year, five months and twenty days",
        "five years’",
        "a couple of weeks ago",
        "three weeks later",
        "an hour and a half",
        "more than 20 years",
        "the spring of 1996",
        "February half term",
        "an unspecified date",
        "yesterday evening",
    ],
)
def test_the_whole_date_is_one_proposal(date: str) -> None:
    found = kinds(f"so, {date}, and we went on and on about it")
    assert found == {date: RedactionKind.DATE}


@pytest.mark.parametrize("text", ["you may go", "they march on", "a dated coat"])
def test_words_that_are_no_dates(text: str) -> None:
    assert RedactionKind.DATE not in kinds(f"so then {text} and that was that").values()
