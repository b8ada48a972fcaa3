"""When a text has so few capitals that its names will have been missed."""

import pytest

from stories.anonymise.capitals import few_capitals


@pytest.mark.parametrize(
    ("text", "few"),
    [
        ("and then mo said to ann that it was all over " * 10, True),
        ("And then mo said to ann that it was all over " * 10, False),
        ("word " * 99 + "Name ", True),
        ("word " * 98 + "Name Name ", False),
        ("ŵyn a gwen " * 9 + "Ŵyn a Gwen", False),
        ("", False),
        ("12 34 … 56", False),
    ],
)
def test_few_capitals(text: str, few: bool) -> None:
    assert few_capitals(text) is few
