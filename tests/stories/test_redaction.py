"""Decisions on spans: whatever they are and in whatever order, no hidden letter comes through, and undo is exact."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stories import redaction
from stories.enums import RedactionAction, RedactionKind
from stories.models import Redaction, SealedPart
from stories.redaction import MASK, RedactionRefused, Span, apply_spans, find_words
from stories.sealing import seal_part_text
from tests.stories.factories import make_story, part_of

pytestmark = pytest.mark.django_db

# Letters that can only come from what is hidden, beside those that cannot be told apart from the rest.
SECRET = "ꙮ"
LETTERS = st.sampled_from([*"abc DE\n", "é", "e\u0301", "ŵ", "ŷ", "👩🏽‍⚕️", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "ß", "İ", "ﬁ", "\u00a0"])
TEXTS = st.lists(LETTERS, min_size=1, max_size=30).map("".join)
REPLACEMENTS = st.sampled_from(["", "a nurse", "lle arall", "[somebody] 🙂"])


@pytest.fixture
def part() -> SealedPart:
    return part_of(make_story("taken"))


def put(part: SealedPart, text: str) -> None:
    Redaction.objects.filter(part=part).delete()
    seal_part_text(part=part, text=text)
    part.save()


def decide(part: SealedPart, start: int, end: int, replacement: str = "") -> Redaction:
    return redaction.redact(
        part_id=part.pk,
        start=start,
        end=end,
        kind=RedactionKind.OTHER,
        action=RedactionAction.GENERALISE if replacement else RedactionAction.MASK,
        replacement=replacement,
        by=None,
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, cuts=st.lists(st.tuples(st.integers(0, 80), st.integers(1, 12), REPLACEMENTS), max_size=6))
def test_no_hidden_letter_comes_through_and_undo_restores(
    part: SealedPart, text: str, cuts: list[tuple[int, int, str]]
) -> None:
    spans = [(start % len(text), min(len(text), start % len(text) + length), r) for start, length, r in cuts]
    hidden = {at for start, end, _ in spans for at in range(start, end)}
    # Every hidden character is one that stands nowhere else: if it comes through, it is seen.
    secret = "".join(SECRET if at in hidden else letter for at, letter in enumerate(text))
    put(part, secret)
    made = [decide(part, *span) for span in spans]
    safe = redaction.safe_text(part=part)
    assert SECRET not in safe
    kept = [letter for at, letter in enumerate(text) if at not in hidden]
    rest = iter(safe)
    assert all(letter in rest for letter in kept), "what is not hidden stays, in its order"
    for row in made:
        redaction.undo_redaction(redaction_id=row.pk)
    assert redaction.safe_text(part=part) == secret


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), text=TEXTS)
def test_the_order_of_decisions_does_not_matter(part: SealedPart, data: st.DataObject, text: str) -> None:
    starts = data.draw(st.lists(st.integers(0, len(text) - 1), min_size=1, max_size=5, unique=True))
    spans = [(start, min(len(text), start + 3), f"<{start}>") for start in starts]
    put(part, text)
    for span in spans:
        decide(part, *span)
    first = redaction.safe_text(part=part)
    put(part, text)
    for span in data.draw(st.permutations(spans)):
        decide(part, *span)
    assert redaction.safe_text(part=part) == first


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, words=TEXTS)
def test_words_are_found_where_they_stand(text: str, words: str) -> None:
    for start, end in find_words(text=text, words=words):
        assert end - start == len(words.strip())
        assert text[start:end].lower() == words.strip().lower()


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Ann met Anna and ANN.", "ann", ["Ann", "ANN"]),
        ("Ward Ŵyn; ward ŵyn", "Ward ŵyn", ["Ward Ŵyn", "ward ŵyn"]),
        ("Nurse Zoë, nurse Zoe\u0308", "Zoë", ["Zoë"]),
        ("👩🏽‍⚕️Dr Lee👩🏽‍⚕️", "Dr Lee", ["Dr Lee"]),
        ("İpek and İPEK", "İpek", ["İpek", "İPEK"]),
        ("one\ntwo", "one\ntwo", ["one\ntwo"]),
        ("Ann", "  ", []),
    ],
)
def test_whole_words_in_any_case(text: str, words: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in find_words(text=text, words=words)] == found


def test_the_same_name_written_with_combining_marks_is_another_string() -> None:
    """Known and meant to be seen: the workbench finds exactly what it is given."""
    decomposed = unicodedata.normalize("NFD", "Zoë")
    assert find_words(text=f"Nurse {decomposed}", words="Zoë") == []
    assert find_words(text=f"Nurse {decomposed}", words=decomposed) == [(6, 10)]


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 4), (-1, 3), (0, 10_000)])
def test_a_span_outside_the_text_is_refused(part: SealedPart, start: int, end: int) -> None:
    with pytest.raises(RedactionRefused):
        decide(part, start, end)
    assert not part.redactions.exists()


@pytest.mark.parametrize("action", [RedactionAction.STAND_IN, RedactionAction.GENERALISE])
def test_other_words_are_needed_to_stand_there(part: SealedPart, action: RedactionAction) -> None:
    with pytest.raises(RedactionRefused, match="words that should stand there"):
        redaction.redact(
            part_id=part.pk,
            start=0,
            end=3,
            kind=RedactionKind.PERSON,
            action=action,
            replacement="  ",
            by=None,
        )


def test_a_refusal_repeats_no_word(part: SealedPart) -> None:
    with pytest.raises(RedactionRefused) as refusal:
        decide(part, 0, 10_000)
    assert "Larch" not in str(refusal.value)


def test_overlapping_decisions_hide_both_edges(part: SealedPart) -> None:
    put(part, "Nurse Ann Bell came")
    decide(part, 0, 9, "a nurse")
    decide(part, 6, 14)
    assert redaction.safe_text(part=part) == f"a nurse {MASK} came"


def test_a_wider_decision_wins_inside_it(part: SealedPart) -> None:
    put(part, "Nurse Ann Bell came")
    decide(part, 6, 9, "Jo")
    decide(part, 0, 14, "somebody")
    assert redaction.safe_text(part=part) == "somebody came"


def test_hiding_everywhere_leaves_what_is_hidden_already(part: SealedPart) -> None:
    put(part, "Ann and Ann and Ann")
    decide(part, 8, 11, "she")
    made = redaction.redact_everywhere(
        part_ids=[part.pk],
        words="ann",
        kind=RedactionKind.PERSON,
        action=RedactionAction.MASK,
        by=None,
    )
    assert made == 2
    assert redaction.safe_text(part=part) == f"{MASK} and she and {MASK}"


def test_no_copy_of_the_words_is_kept_in_a_decision(part: SealedPart) -> None:
    put(part, "Nurse Ann Bell came")
    row = decide(part, 6, 14, "a nurse")
    stored = " ".join(str(value) for value in Redaction.objects.filter(pk=row.pk).values_list().get())
    assert "Ann" not in stored
    assert "a nurse" not in stored


def test_the_fingerprint_follows_decisions_and_words(part: SealedPart) -> None:
    before = redaction.fingerprint(part=part)
    row = decide(part, 0, 3)
    decided = redaction.fingerprint(part=part)
    redaction.undo_redaction(redaction_id=row.pk)
    assert decided != before
    assert redaction.fingerprint(part=part) == before


def test_spans_are_laid_in_order() -> None:
    assert apply_spans(text="abcdef", spans=[Span(1, 2, "X"), Span(4, 6, "")]) == "aXcd"
