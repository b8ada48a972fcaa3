"""Whatever is hidden, kept and found, in any order and any writing: both texts are true, and nothing is forgotten."""

import re
from dataclasses import replace
from html import unescape
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from stories.anonymise.model import Proposal
from stories.bench.drawing import LONGEST, Drawing, pieces
from stories.bench.index import FEW, WordIndex
from stories.bench.layout import Layout, key_of, lay_out
from stories.bench.state import Bench, Hidden, Kept, PartOnBench
from stories.enums import RedactionAction, RedactionKind
from stories.redaction import apply_spans, find_words, merge

PART, STORY = UUID(int=1), UUID(int=2)
SECRET = "ꙮ"
LETTERS = st.sampled_from(
    [*"abc DE\n<&'", "é", "e\u0301", "ŵ", "Ŷ", "👩🏽‍⚕️", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "ß", "İ", "Σ", "ﬁ", "\u00a0"]
)
TEXTS = st.lists(LETTERS, min_size=1, max_size=60).map("".join)
CUTS = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 12)), max_size=6)
REPLACEMENTS = st.sampled_from(["", "a nurse", "<lle> & arall", "[somebody] 🙂"])


def spans(text: str, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(at % len(text), min(len(text), at % len(text) + length)) for at, length in cuts]


def a_bench(
    text: str,
    hidden: list[tuple[int, int]],
    kept: list[tuple[int, int]],
    found: list[tuple[int, int]],
    instead: str = "",
) -> Bench:
    action = RedactionAction.GENERALISE if instead else RedactionAction.MASK
    rows = [Hidden(n, a, b, RedactionKind.PERSON, action, instead) for n, (a, b) in enumerate(hidden)]
    proposals, end = [], 0
    for a, b in sorted(found):  # detection's own never overlap
        if a >= end:
            proposals.append(Proposal(a, b, RedactionKind.WARD, 0.5))
            end = b
    part = PartOnBench(
        PART,
        1,
        text,
        WordIndex(text),
        tuple(proposals),
        tuple(sorted(rows, key=lambda row: (row.start, -row.end, row.pk))),
        tuple(Kept(n, a, b) for n, (a, b) in enumerate(sorted(kept))),
    )
    return Bench(STORY, (part,))


def shown(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, hidden=CUTS, kept=CUTS, found=CUTS, instead=REPLACEMENTS)
def test_both_texts_are_drawn_true(
    text: str,
    hidden: list[tuple[int, int]],
    kept: list[tuple[int, int]],
    found: list[tuple[int, int]],
    instead: str,
) -> None:
    at = {place for a, b in spans(text, hidden) for place in range(a, b)}
    secret = "".join(SECRET if place in at else letter for place, letter in enumerate(text))
    bench = a_bench(secret, spans(text, hidden), spans(text, kept), spans(text, found), instead)
    drawing = Drawing(lay_out(bench).parts[PART])
    rows = bench.parts[0].hidden
    assert shown(drawing.sealed()) == secret
    assert SECRET not in drawing.safe()
    safe = apply_spans(text=secret, spans=merge((row.start, row.end, row.replacement) for row in rows))
    assert shown(drawing.safe()) == safe
    for piece in re.finditer(
        r'data-at="(\d+)">(.*?)</span>(?=<span data-i|</div>)', drawing.sealed(), re.DOTALL
    ):
        words = shown(piece[2])
        assert secret[int(piece[1]) :].startswith(words), "a piece says where it begins"


@settings(max_examples=100, deadline=None)
@given(text=TEXTS, hidden=CUTS, kept=CUTS, found=CUTS, more=CUTS)
def test_the_changed_pieces_make_the_page_before_into_the_page_after_and_back(
    text: str,
    hidden: list[tuple[int, int]],
    kept: list[tuple[int, int]],
    found: list[tuple[int, int]],
    more: list[tuple[int, int]],
) -> None:
    """What a decision and its undo send is enough: nothing else of the page has to be drawn again."""
    text = text.replace("b", "b\n")
    given_ = [spans(text, each) for each in (hidden, kept, found)]
    first = lay_out(a_bench(text, *given_)).parts[PART]
    second = lay_out(a_bench(text, given_[0] + spans(text, more), *given_[1:])).parts[PART]
    before, after = Drawing(first), Drawing(second)
    for old, new in ((before, after), (after, before)):
        page = numbered(old)
        for number, sealed, safe in new.changed(old):
            page[number] = (sealed, safe)
        assert page == numbered(new)


def numbered(drawing: Drawing) -> list[tuple[str, str]]:
    ranges = [span for paragraph in pieces(drawing._text) for span in paragraph]
    return [(drawing._draw(*span, safe=False), drawing._draw(*span, safe=True)) for span in ranges]


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, hidden=CUTS, kept=CUTS, found=CUTS)
def test_a_found_place_waits_until_decisions_cover_it(
    text: str, hidden: list[tuple[int, int]], kept: list[tuple[int, int]], found: list[tuple[int, int]]
) -> None:
    bench = a_bench(text, spans(text, hidden), spans(text, kept), spans(text, found))
    part = bench.parts[0]
    layout = lay_out(bench)
    decided = covered([(row.start, row.end) for row in part.hidden]) | covered(
        [(row.start, row.end) for row in part.kept]
    )
    waits = covered([(place.start, place.end) for place in layout.parts[PART].places])
    for each in part.found or ():
        left = [place for place in range(each.start, each.end) if text[place].isalnum()]
        assert all(place in decided or place in waits for place in left)
    assert not waits & covered([(row.start, row.end) for row in part.hidden])


def covered(listed: list[tuple[int, int]]) -> set[int]:
    return {place for a, b in listed for place in range(a, b)}


@settings(max_examples=100, deadline=None)
@given(text=TEXTS, found=CUTS, data=st.data())
def test_deciding_group_after_group_ends_with_none(
    text: str, found: list[tuple[int, int]], data: st.DataObject
) -> None:
    """Hidden or kept, in any order: each decision takes its own group away, and the work comes to an end."""
    bench = a_bench(text, [], [], spans(text, found))
    for number in range(200):
        layout = lay_out(bench)
        if not layout.left:
            break
        key = data.draw(st.sampled_from(sorted(layout.left)))
        bench = decided(bench, layout, key, hide=data.draw(st.booleans()), number=number * 1000)
        assert key not in lay_out(bench).left or lay_out(bench).left[key].again
    assert not lay_out(bench).left
    assert lay_out(bench).decided == lay_out(bench).groups


def decided(bench: Bench, layout: Layout, key: str, *, hide: bool, number: int) -> Bench:
    part = bench.parts[0]
    places = [place for place in layout.parts[PART].places if place.key == key]
    if hide:
        action = RedactionAction.MASK
        new = [Hidden(number + n, p.start, p.end, p.kind, action, "") for n, p in enumerate(places)]
        rows = sorted([*part.hidden, *new], key=lambda row: (row.start, -row.end, row.pk))
        return replace(bench, parts=(replace(part, hidden=tuple(rows)),))
    kept = [*part.kept, *(Kept(number + n, p.start, p.end) for n, p in enumerate(places))]
    return replace(bench, parts=(replace(part, kept=tuple(kept)),))


@settings(max_examples=200, deadline=None)
@given(text=TEXTS, words=TEXTS)
def test_the_index_finds_what_a_search_finds(text: str, words: str) -> None:
    index, found = WordIndex(text), find_words(text=text, words=words)
    assert index.find(words) == found
    for _ in range(FEW):
        index.find("a")
    assert index.find(words) == found, "from now on through the index"


@given(text=st.lists(st.sampled_from(["word ", "word", "\n", "Ŷ. "]), max_size=900).map("".join))
@settings(max_examples=40, deadline=None)
def test_pieces_are_the_whole_text_in_stretches_that_are_not_long(text: str) -> None:
    cut = [span for paragraph in pieces(text) for span in paragraph]
    assert "".join(text[a:b] for a, b in cut) == text
    assert all(0 < b - a <= LONGEST for a, b in cut)


def test_a_key_is_the_same_in_any_case_and_spacing() -> None:
    assert key_of("Juniper Ward") == key_of("JUNIPER\n ward,") != key_of("Juniper")
