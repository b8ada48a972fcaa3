"""A story's parts with all that was found and decided in them, opened at once: a handful of queries.

It lives as long as one answer does. Who may have it opened, and the look in the log, are the caller's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from common.vault.errors import KeyDestroyed
from common.vault.text import open_texts
from stories.anonymise.model import Proposal
from stories.anonymise.stored import found_in
from stories.bench.index import WordIndex
from stories.enums import RedactionAction, RedactionKind
from stories.models import KeptPlace, Redaction, SealedPart
from stories.sealing import open_replacements
from stories.tellers import kept_of_same_teller


@dataclass(frozen=True, slots=True)
class Hidden:
    """A decision that hides text[start:end]; `replacement` is empty for a mask."""

    pk: int
    start: int
    end: int
    kind: RedactionKind
    action: RedactionAction
    replacement: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision that text[start:end] may be read."""

    pk: int
    start: int
    end: int


@dataclass(frozen=True)
class PartOnBench:
    """`number` counts from 1 as on the editors' pages; `found` is None while nobody has looked yet."""

    part_id: UUID
    number: int
    text: str
    index: WordIndex
    found: tuple[Proposal, ...] | None
    hidden: tuple[Hidden, ...]
    kept: tuple[Kept, ...]


@dataclass(frozen=True)
class Bench:
    """The parts that have words, in order. `elsewhere`: what was hidden in the same teller's other stories, to find it
    here as well; nobody is shown it from there."""

    story_id: UUID
    parts: tuple[PartOnBench, ...]
    elsewhere: Mapping[str, RedactionKind] = field(default_factory=dict)

    def part(self, part_id: UUID) -> PartOnBench:
        """Raises SealedPart.DoesNotExist for a part without words, or of another story."""
        for part in self.parts:
            if part.part_id == part_id:
                return part
        raise SealedPart.DoesNotExist


def open_bench(*, story_id: UUID) -> Bench:
    """Raises KeyDestroyed after an erasure."""
    listed = list(SealedPart.objects.filter(submission_id=story_id))
    numbered = [(number, part) for number, part in enumerate(listed, 1) if part.sealed_text is not None]
    texts = open_texts(
        items=[(story_id, bytes(part.sealed_text or b""), part.text_context) for _, part in numbered]
    )
    found = found_in(parts=[part for _, part in numbered])
    hidden, kept = _hidden(story_id), _kept(story_id)
    parts = []
    for (number, part), text in zip(numbered, texts, strict=True):
        if text is None:
            raise KeyDestroyed
        parts.append(
            PartOnBench(
                part.pk,
                number,
                text,
                WordIndex(text),
                found[part.pk],
                tuple(hidden.get(part.pk, ())),
                tuple(kept.get(part.pk, ())),
            )
        )
    return Bench(story_id, tuple(parts), _hidden_elsewhere(story_id))


def _hidden_elsewhere(story_id: UUID) -> dict[str, RedactionKind]:
    """One query for a teller with one story; one more, and one for the keys, for all the others of theirs together."""
    others = kept_of_same_teller(story_id=story_id).exclude(pk=story_id)
    ids = list(others.values_list("pk", flat=True))
    if not ids:
        return {}
    rows = list(Redaction.objects.filter(part__submission__in=ids).select_related("part"))
    parts = {row.part_id: row.part for row in rows if row.part.sealed_text is not None}
    listed = list(parts.values())
    texts = open_texts(
        items=[(part.submission_id, bytes(part.sealed_text or b""), part.text_context) for part in listed]
    )
    opened = {part.pk: text for part, text in zip(listed, texts, strict=True) if text is not None}
    return {
        opened[row.part_id][row.start : row.end]: RedactionKind(row.kind)
        for row in rows
        if row.part_id in opened
    }


def _hidden(story_id: UUID) -> dict[UUID, list[Hidden]]:
    rows = list(Redaction.objects.filter(part__submission_id=story_id))
    words = open_replacements(owner=story_id, redactions=rows)
    by_part: dict[UUID, list[Hidden]] = {}
    for row, replacement in zip(rows, words, strict=True):
        by_part.setdefault(row.part_id, []).append(as_hidden(row, replacement))
    return by_part


def as_hidden(row: Redaction, replacement: str) -> Hidden:
    kind, action = RedactionKind(row.kind), RedactionAction(row.action)
    return Hidden(row.pk, row.start, row.end, kind, action, replacement)


def _kept(story_id: UUID) -> dict[UUID, list[Kept]]:
    by_part: dict[UUID, list[Kept]] = {}
    rows: Any = KeptPlace.objects.filter(part__submission_id=story_id).values_list(
        "part_id", "pk", "start", "end"
    )
    for part_id, pk, start, end in rows:
        by_part.setdefault(part_id, []).append(Kept(pk, start, end))
    return by_part
