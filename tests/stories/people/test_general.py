"""Less exact words: never the exact ones again, whatever is put in."""

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.enums import RedactionKind
from stories.people.general import general_words, trust_in_general

TOLD = dt.date(2026, 6, 1)
DATE, AGE, WARD = RedactionKind.DATE, RedactionKind.AGE, RedactionKind.WARD


def general(words: str, kind: RedactionKind = DATE, language: str = "en") -> tuple[str, ...]:
    return general_words(words=words, kind=kind, language=language, told_on=TOLD)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("14 February 2023", "in the winter, a few years ago"),
        ("14/02/23", "in the winter, a few years ago"),
        ("2023-08-02", "in the summer, a few years ago"),
        ("March 2025", "in the spring, about a year ago"),
        ("2018", "some years ago"),
        ("in 1994", "many years ago"),
        ("last October", "in the autumn"),
        ("Christmas Day", "in the winter"),
        ("2026", "not long ago"),
        ("Tuesday", "one day"),
        ("2031", "one day"),
    ],
)
def test_a_date_is_a_season_and_about_how_long_ago(words: str, first: str) -> None:
    assert general(words)[0] == first
    assert general(words)[-1] == "at that time"


def test_in_welsh() -> None:
    assert general("14 Chwefror 2023", language="cy")[0] == "yn y gaeaf, ychydig flynyddoedd yn ôl"
    assert general("47", AGE, "cy") == ("yn eu pedwardegau", "canol oed")
    assert general("Ward Dementia Derwen", WARD, "cy")[0] == "ward i bobl hŷn"


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("42", "in their forties"),
        ("forty-two", "in their forties"),
        ("aged 19", "in their late teens"),
        ("15-year-old", "a teenager"),
        ("seven", "a child"),
        ("ninety-three", "over ninety"),
    ],
)
def test_an_age_is_a_decade(words: str, first: str) -> None:
    assert general(words, AGE)[0] == first


def test_an_age_that_cannot_be_read_has_no_words() -> None:
    assert general("old", AGE) == ()


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Juniper PICU", "a psychiatric intensive care unit"),
        ("Larkfield Acute Ward", "an acute ward"),
        ("Juniper Ward", "the ward"),
        ("Oak forensic unit", "a secure unit"),
    ],
)
def test_a_ward_is_its_kind_where_the_words_tell(words: str, first: str) -> None:
    assert general(words, WARD)[0] == first


@pytest.mark.parametrize(
    ("nation", "region", "org_type", "reads"),
    [
        ("England", "North West", "nhs-mh-trust", "an NHS trust in the North West"),
        ("England", "London", "nhs-mh-trust", "an NHS trust in London"),
        ("Wales", "", "health-board-nhs", "a health board in Wales"),
        ("England", "London", "independent", "an independent provider"),
    ],
)
def test_a_trust_is_its_region(nation: str, region: str, org_type: str, reads: str) -> None:
    assert trust_in_general(nation=nation, region=region, org_type=org_type, language="en") == reads


@settings(deadline=None)
@given(
    words=st.text(max_size=60),
    kind=st.sampled_from(RedactionKind),
    language=st.sampled_from(["en", "cy", "pl"]),
)
def test_no_answer_holds_a_figure(words: str, kind: RedactionKind, language: str) -> None:
    for answer in general(words, kind, language):
        assert answer
        assert not re.search(r"\d", answer)


@settings(deadline=None)
@given(date=st.dates(min_value=dt.date(1930, 1, 1), max_value=TOLD))
def test_any_date_loses_its_day_month_and_year(date: dt.date) -> None:
    for written in (date.isoformat(), f"{date:%d/%m/%Y}", f"{date:%d %B %Y}"):
        first = general(written)[0]
        assert ", " in first
        assert f"{date:%B}".lower() not in first
