"""One list of places: what overlaps is one, what stands side by side in one family too."""

from stories.anonymise.merge import LONGEST, merge
from stories.anonymise.model import Proposal
from stories.enums import RedactionKind

PERSON, DATE, CODE, WORK = (
    RedactionKind.PERSON,
    RedactionKind.DATE,
    RedactionKind.CODE,
    RedactionKind.DESCRIPTION,
)


def spans(text: str, *found: tuple[int, int, RedactionKind, float]) -> list[tuple[int, int, RedactionKind]]:
    return [
        (each.start, each.end, each.kind)
        for each in merge(text=text, found=[Proposal(*one) for one in found])
    ]


def test_what_overlaps_is_one_of_the_surer_kind() -> None:
    assert spans("a" * 20, (5, 9, CODE, 0.3), (0, 6, PERSON, 0.9), (8, 12, DATE, 0.5)) == [(0, 12, PERSON)]


def test_side_by_side_in_one_family_is_one() -> None:
    assert spans("solicitor Jones", (0, 9, WORK, 0.4), (10, 15, PERSON, 0.7)) == [(0, 15, PERSON)]


def test_of_two_families_or_with_words_between_are_two() -> None:
    assert len(spans("Monday Jo", (0, 6, DATE, 0.8), (7, 9, PERSON, 0.7))) == 2
    assert len(spans("Ann, Jo", (0, 3, PERSON, 0.8), (5, 7, PERSON, 0.7))) == 2


def test_a_text_in_another_language_is_not_one_proposal() -> None:
    text = "xx " * 200
    made = spans(text, *[(at, at + 2, PERSON, 0.2) for at in range(0, 600, 3)])
    assert max(end - start for start, end, _ in made) <= LONGEST


def test_nothing_is_no_place() -> None:
    assert spans("abc", (1, 1, CODE, 0.5)) == []
