"""Ages, amounts and counts, whole."""

import pytest

from stories.enums import RedactionKind
from tests.stories.anonymise.found import covered, kinds


@pytest.mark.parametrize(
    "age",
    [
        "aged 42",
        "42 years old",
        "a 42-year-old".removeprefix("a "),
        "turned twenty one",
        "in his forties",
        "at the age of nine",
    ],
)
def test_ages(age: str) -> None:
    assert kinds(f"and so on, {age}, and so on")[age] == RedactionKind.AGE


def test_an_age_that_only_the_sentence_tells() -> None:
    assert kinds("I am 57. That is all.") == {"I am 57": RedactionKind.AGE}


@pytest.mark.parametrize(
    "amount",
    [
        "£37.5 million",
        "EUR 7,500",
        "1,500,000 Turkish liras",
        "45 kilograms",
        "45 %",
        "two-thirds",
        "nineteen other defendants",
        "six stone four",
        "approximately ten soldiers",
        "life imprisonment",
    ],
)
def test_amounts(amount: str) -> None:
    assert covered(f"and so on, {amount}, and so on", amount)


def test_a_name_after_a_number_is_a_name() -> None:
    assert kinds("we had two Annas there")["Annas"] == RedactionKind.PERSON
