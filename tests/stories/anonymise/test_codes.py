"""Numbers, addresses and handles, whole; each pattern in time that grows with the text only."""

import pytest

from stories.enums import RedactionKind
from tests.stories.anonymise.found import covered, kinds


@pytest.mark.parametrize(
    "code",
    [
        "36244/06",
        "no. 50015/99",
        "MH/2019/00317",
        "T0098812",
        "943 476 5919",
        "020 7946 0999",
        "+44 20 7946 0999",
        "AB123456C",
        "mo.khan@example.org",
        "https://example.org/a?b=c",
        "example.co.uk/page",
        "192.0.2.1",
        "4111 1111 1111 1111",
        "AB51 ABC",
        "215(1)",
    ],
)
def test_codes(code: str) -> None:
    assert covered(f"it said {code} on it", code)


@pytest.mark.parametrize(
    "place",
    [
        "SW1A 1AA",
        "14 Harbour Terrace, Pendle Quay",
        "Øvregaten 2a, 5003 Bergen",
        "Flat 3, 14 Rowan Street, Tarnbury TN4 5QQ",
    ],
)
def test_addresses(place: str) -> None:
    found = kinds(f"it said {place} on it")
    assert found == {place: RedactionKind.PLACE}


def test_handles_are_people() -> None:
    assert kinds("it was @moth_girl_92 who wrote")["@moth_girl_92"] == RedactionKind.PERSON
