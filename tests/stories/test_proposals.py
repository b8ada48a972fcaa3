"""What stands out, once for each surface form, less what is hidden."""

from stories.anonymise import model
from stories.enums import RedactionKind
from stories.proposals import Proposal, group
from stories.redaction import Span

TEXT = "Zed met nurse Ann Obi. zed left, and Zed wrote."
PERSON = RedactionKind.PERSON


def at(words: str, start: int = 0) -> model.Proposal:
    place = TEXT.index(words, start)
    return model.Proposal(place, place + len(words), PERSON, 0.5)


FOUND = [at("Zed"), at("nurse Ann Obi"), at("zed"), at("Zed", 10)]


def test_each_once_in_any_case_with_its_count_in_order() -> None:
    assert group(text=TEXT, found=FOUND, hidden=[]) == (
        Proposal("Zed", PERSON, 3),
        Proposal("nurse Ann Obi", PERSON, 1),
    )


def test_what_is_hidden_counts_no_more() -> None:
    left = group(text=TEXT, found=FOUND, hidden=[Span(0, 3, "Mai")])
    assert [(each.words, each.count) for each in left] == [("nurse Ann Obi", 1), ("zed", 2)]


def test_what_is_left_on_two_sides_of_something_hidden_is_never_one_name() -> None:
    start = TEXT.index("Ann")
    words = [each.words for each in group(text=TEXT, found=FOUND, hidden=[Span(start, start + 3, "Mai")])]
    assert words == ["Zed", "nurse", "Obi"]


def test_spaces_and_marks_alone_are_nothing_to_look_at() -> None:
    start = TEXT.index("Ann")
    hidden = [Span(TEXT.index("nurse"), start + 3, ""), Span(start + 4, start + 7, "")]
    assert [each.words for each in group(text=TEXT, found=FOUND, hidden=hidden)] == ["Zed"]
