"""What is left to decide and what is decided, once for each surface form, in the whole of a story.

*Left* is every place that detection found or that bears words hidden elsewhere (in any case), unless a decision
covers it. Nothing is decided here: a group is gone only when an editor's own decisions cover each of its places.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2s
from uuid import UUID

from stories.bench.index import TOKEN
from stories.bench.spans import Cover, Range
from stories.bench.state import Bench, PartOnBench
from stories.enums import RedactionAction, RedactionKind
from stories.redaction import Span, merge

EDGES = " \t\n\r\x0b\x0c\u00a0,.;:-–—()"
SURE = 0.6  # below it a group is labelled as less certain; it is shown all the same


@dataclass(frozen=True, slots=True)
class Place:
    """text[start:end] waits for a decision. `again`: the same words are hidden in another place."""

    start: int
    end: int
    kind: RedactionKind
    score: float
    key: str
    again: bool = False


Met = list[tuple[UUID, Place]]


@dataclass(frozen=True)
class Group:
    """The places of one surface form that wait. `counts` and `first` are by part; `score` is that of the surest."""

    key: str
    words: str
    kind: RedactionKind
    score: float
    again: bool
    counts: tuple[tuple[UUID, int], ...]
    first: tuple[tuple[UUID, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)

    @property
    def sure(self) -> bool:
        return self.score >= SURE

    def count_in(self, part_id: UUID) -> int:
        return dict(self.counts).get(part_id, 0)


@dataclass(frozen=True)
class Done:
    """The decisions that treat one surface form alike. `action` is None where the words are kept."""

    key: str
    words: str
    kind: RedactionKind | None
    action: RedactionAction | None
    replacement: str
    hidden: tuple[int, ...]
    kept: tuple[int, ...]
    parts: tuple[UUID, ...]

    @property
    def total(self) -> int:
        return len(self.hidden) + len(self.kept)

    @property
    def row_id(self) -> str:
        return key_of(f"{self.key} {self.action or 'keep'} {self.replacement}")


@dataclass(frozen=True)
class LaidPart:
    part: PartOnBench
    spans: tuple[Span, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Layout:
    """`left` and `done` are in the order in which their words are first met; `met` has the places of each of `left`."""

    parts: dict[UUID, LaidPart]
    met: dict[str, Met] = field(repr=False)
    done: dict[str, Done]
    looking: frozenset[UUID] = field(default_factory=frozenset)  # parts that nobody has looked through yet

    @cached_property
    def left(self) -> dict[str, Group]:
        """Hundreds: a decision, which changes one or two, asks for those by `group`."""
        return {key: self.group(key) for key in self.met}

    def group(self, key: str) -> Group:
        """Raises KeyError for one of which no place waits."""
        return _group(key, self.met[key], self.parts)

    def keys_in(self, part_id: UUID) -> set[str]:
        """Of the groups with a place in this part."""
        return {place.key for place in self.parts[part_id].places} if part_id in self.parts else set()

    @property
    def decided(self) -> int:
        return len(self._decided_keys() - self.met.keys())

    @property
    def groups(self) -> int:
        return len(self._decided_keys() | self.met.keys())

    def _decided_keys(self) -> set[str]:
        return {row.key for row in self.done.values()}


def surface(words: str) -> str:
    """WORDS on one line, without the marks around them."""
    return " ".join(words.split()).strip(EDGES)


def key_of(words: str) -> str:
    """The same for the same words in any case; says nothing of them without the page it stands in."""
    return blake2s(surface(words).casefold().encode(), digest_size=8).hexdigest()


def lay_out(bench: Bench) -> Layout:
    hidden_words = {words.strip(EDGES): kind for words, kind in bench.elsewhere.items()}
    hidden_words |= {
        part.text[row.start : row.end].strip(EDGES): row.kind for part in bench.parts for row in part.hidden
    }
    laid = {part.part_id: _lay_part(part, hidden_words) for part in bench.parts}
    looking = frozenset(part.part_id for part in bench.parts if part.found is None)
    return Layout(laid, _met(laid), _done(bench), looking)


def _lay_part(part: PartOnBench, hidden_words: Mapping[str, RedactionKind]) -> LaidPart:
    spans = merge((row.start, row.end, row.replacement) for row in part.hidden)
    hidden = Cover((span.start, span.end) for span in spans)
    kept = Cover((row.start, row.end) for row in part.kept)
    found = [
        Place(start, end, each.kind, each.score, part.index.once((start, end), key_of))
        for each in part.found or ()
        for start, end in _left_of(part, (each.start, each.end), hidden, kept)
    ]
    again = _again(part, hidden_words, hidden, kept)
    kinds = {key_of(words): kind for words, kind in hidden_words.items()}
    return LaidPart(part, spans, tuple(_united(part.text, found, again, kinds)))


def _left_of(part: PartOnBench, span: Range, hidden: Cover, kept: Cover) -> Iterator[Range]:
    """What still stands of SPAN, in words, where no decision covers it."""
    # Most spans are touched by no decision, and lie as they did when the part was laid out before.
    left = hidden.without(*span) if hidden.touching(*span) else (span,)
    for each in left:
        words = part.index.trimmed(each, EDGES)
        if words and not kept.holds(*words):
            yield words


def _again(
    part: PartOnBench, hidden_words: Mapping[str, RedactionKind], hidden: Cover, kept: Cover
) -> Iterator[Range]:
    for words in hidden_words:
        for span in part.index.find(words):
            yield from _left_of(part, span, hidden, kept)


def _united(
    text: str, found: list[Place], again: Iterable[Range], kinds: Mapping[str, RedactionKind]
) -> list[Place]:
    """FOUND, and of AGAIN what adds to it; in order, none touching another."""
    if not (wanted := set(again)):
        return found
    inside = Cover((place.start, place.end) for place in found)
    wider = [span for span in wanted if not inside.holds(*span)]
    swallowed = Cover(wider)
    stay = [place for place in found if not swallowed.holds(place.start, place.end)]
    taken = Cover((place.start, place.end) for place in stay)
    for start, end in swallowed.spans:
        for a, b in taken.without(start, end):
            if TOKEN.search(text, a, b):
                key = key_of(text[a:b])
                stay.append(Place(a, b, kinds.get(key, RedactionKind.OTHER), 1.0, key, again=True))
    return sorted(stay, key=lambda place: place.start)


def _met(laid: dict[UUID, LaidPart]) -> dict[str, Met]:
    met: dict[str, Met] = {}
    for part_id, each in laid.items():
        for place in each.places:
            met.setdefault(place.key, []).append((part_id, place))
    return met


def _group(key: str, places: Met, laid: dict[UUID, LaidPart]) -> Group:
    part_id, first = places[0]
    firsts: dict[UUID, int] = {}
    counts: dict[UUID, int] = {}
    for each, place in places:
        firsts.setdefault(each, place.start)
        counts[each] = counts.get(each, 0) + 1
    return Group(
        key=key,
        words=surface(laid[part_id].part.text[first.start : first.end]),
        kind=first.kind,
        score=max(place.score for _, place in places),
        again=all(place.again for _, place in places),
        counts=tuple(counts.items()),
        first=tuple(firsts.items()),
    )


def _done(bench: Bench) -> dict[str, Done]:
    rows: dict[tuple[str, RedactionAction | None, str], list[tuple[PartOnBench, int, int, int]]] = {}
    kinds: dict[str, RedactionKind] = {}
    for part in bench.parts:
        for row in part.hidden:
            key = part.index.once((row.start, row.end), key_of)
            kinds.setdefault(key, row.kind)
            rows.setdefault((key, row.action, row.replacement), []).append((part, row.pk, row.start, row.end))
        for kept in part.kept:
            key = part.index.once((kept.start, kept.end), key_of)
            rows.setdefault((key, None, ""), []).append((part, kept.pk, kept.start, kept.end))
    done = {}
    for (key, action, replacement), places in rows.items():
        part, _, start, end = places[0]
        ids = tuple(pk for _, pk, _, _ in places)
        row_done = Done(
            key=key,
            words=surface(part.text[start:end]) or part.text[start:end],
            kind=kinds.get(key),
            action=action,
            replacement=replacement,
            hidden=ids if action else (),
            kept=() if action else ids,
            parts=tuple(dict.fromkeys(each.part_id for each, *_ in places)),
        )
        done[row_done.row_id] = row_done
    return done
