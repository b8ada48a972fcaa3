"""What an editor should look at, once for each surface form: what detection found, less what is hidden already."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stories.anonymise import model
from stories.enums import RedactionKind
from stories.redaction import Span


@dataclass(frozen=True)
class Proposal:
    words: str
    kind: RedactionKind
    count: int


def group(*, text: str, found: Iterable[model.Proposal], hidden: Sequence[Span]) -> tuple[Proposal, ...]:
    """FOUND in TEXT, each once in any case, in the order it is first met; HIDDEN is in order and does not overlap."""
    kinds: dict[str, tuple[str, RedactionKind]] = {}
    counts: dict[str, int] = {}
    for each in found:
        for words in _left(text, each, hidden):
            key = words.casefold()
            kinds.setdefault(key, (words, each.kind))
            counts[key] = counts.get(key, 0) + 1
    return tuple(Proposal(words, kind, counts[key]) for key, (words, kind) in kinds.items())


def _left(text: str, proposal: model.Proposal, hidden: Sequence[Span]) -> Iterator[str]:
    """What still stands of PROPOSAL: the words before, between and after what is hidden."""
    at = proposal.start
    for span in hidden:
        if span.start < proposal.end and span.end > at:
            yield from _words(text[at : span.start])
            at = span.end
    yield from _words(text[at : proposal.end])


def _words(piece: str) -> Iterator[str]:
    if any(letter.isalnum() for letter in piece):
        yield " ".join(piece.split()).strip(" ,.;:-–—()")
