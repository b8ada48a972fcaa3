"""Redactions: decisions on spans of a sealed part. The safe text is computed from part and decisions, never typed."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from stories.enums import RedactionAction, RedactionKind
from stories.models import Redaction, SealedPart
from stories.sealing import open_part_text, open_replacements, seal_replacement

MASK = "[…]"


class RedactionRefused(Exception):
    """The decision cannot stand; the message says what to do and repeats none of the words."""


@dataclass(frozen=True)
class Span:
    """Character offsets into the part's text, and the safe words that stand there instead."""

    start: int
    end: int
    replacement: str


def redact(
    *,
    part_id: UUID,
    start: int,
    end: int,
    kind: RedactionKind,
    action: RedactionAction,
    replacement: str = "",
    by: User | None,
) -> Redaction:
    """Decide one span. Raises RedactionRefused when it lies outside the text or lacks its stand-in."""
    replacement = agreed_replacement(action=action, replacement=replacement)
    with transaction.atomic():
        part = SealedPart.objects.select_for_update().get(pk=part_id)
        if not 0 <= start < end <= part.text_length:
            raise RedactionRefused("Choose some words inside the text.")
        redaction = Redaction(
            part=part,
            start=start,
            end=end,
            kind=kind,
            action=action,
            decided_by=by,
            decided_at=timezone.now(),
        )
        seal_replacement(redaction=redaction, owner=part.submission_id, text=replacement)
        redaction.save()
    return redaction


def agreed_replacement(*, action: RedactionAction, replacement: str) -> str:
    """The words that stand there instead, empty for a mask. Raises RedactionRefused when there should be some."""
    replacement = replacement.strip()
    if action == RedactionAction.MASK:
        return ""
    if not replacement:
        raise RedactionRefused(_("Write the words that should stand there instead."))
    return replacement


def redact_everywhere(
    *,
    part_ids: Sequence[UUID],
    words: str,
    kind: RedactionKind,
    action: RedactionAction,
    replacement: str = "",
    by: User | None,
) -> int:
    """Decide every occurrence of WORDS, in any case, that no decision covers yet; how many there were."""
    made = 0
    with transaction.atomic():
        for part in SealedPart.objects.select_for_update().filter(pk__in=part_ids):
            covered = [(r.start, r.end) for r in part.redactions.all()]
            for start, end in find_words(text=open_part_text(part=part), words=words):
                if not any(a <= start and end <= b for a, b in covered):
                    redact(
                        part_id=part.pk,
                        start=start,
                        end=end,
                        kind=kind,
                        action=action,
                        replacement=replacement,
                        by=by,
                    )
                    made += 1
    return made


def find_words(*, text: str, words: str) -> list[tuple[int, int]]:
    """Where WORDS stand in TEXT as whole words, in any case. Offsets are into TEXT as it is."""
    folded, wanted = fold(text), fold(words.strip())
    found: list[tuple[int, int]] = []
    at = folded.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        if stands_alone(text, at, end):
            found.append((at, end))
        at = folded.find(wanted, at + 1)
    return found


def fold(text: str) -> str:
    """TEXT in small letters, as long as it was: letter by letter where the whole would change length or meaning."""
    if "İ" not in text and "Σ" not in text:
        return text.lower()
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] begins and ends where words do."""
    return not (start and _in_word(text, start - 1, start)) and not (
        end < len(text) and _in_word(text, end - 1, end)
    )


def _in_word(text: str, left: int, right: int) -> bool:
    return text[left].isalnum() and text[right].isalnum()


def undo_redaction(*, redaction_id: int) -> None:
    Redaction.objects.filter(pk=redaction_id).delete()


def spans(*, part: SealedPart) -> tuple[Span, ...]:
    """The decisions on PART, merged where they overlap, in order. A wider decision's words win inside it."""
    decided = list(part.redactions.all())
    replacements = open_replacements(owner=part.submission_id, redactions=decided)
    return merge((row.start, row.end, words) for row, words in zip(decided, replacements, strict=True))


def merge(decided: Iterable[tuple[int, int, str]]) -> tuple[Span, ...]:
    """Start, end and words ("": a mask) of decisions, in the order of `Redaction`, as spans that do not overlap."""
    merged: list[Span] = []
    for start, end, words in decided:
        shown = words or MASK
        if merged and start < merged[-1].end:
            last = merged[-1]
            # Overlap that sticks out: both hide, so neither's hidden words come back at the edge.
            joined = last.replacement if end <= last.end else f"{last.replacement} {shown}"
            merged[-1] = Span(last.start, max(last.end, end), joined)
        else:
            merged.append(Span(start, end, shown))
    return tuple(merged)


def apply_spans(*, text: str, spans: Sequence[Span]) -> str:
    """TEXT with every span replaced; SPANS are in order and do not overlap."""
    out: list[str] = []
    at = 0
    for span in spans:
        out += [text[at : span.start], span.replacement]
        at = span.end
    return "".join([*out, text[at:]])


def safe_text(*, part: SealedPart) -> str:
    return apply_spans(text=open_part_text(part=part), spans=spans(part=part))


def fingerprint(*, part: SealedPart) -> str:
    """Changes with the words PART stands on, and with any decision in the whole story.

    A name that is hidden in the writing must not be said aloud in the recording either.
    """
    return fingerprints(parts=[part])[part.pk]


def fingerprints(*, parts: Collection[SealedPart]) -> dict[UUID, str]:
    """Of each part; one query, however many."""
    stories = {part.submission_id for part in parts}
    rows = Redaction.objects.filter(part__submission__in=stories)
    marks: dict[UUID, list[tuple[object, ...]]] = {story_id: [] for story_id in stories}
    for story_id, *mark in rows.values_list("part__submission", "id", "start", "end", "action"):
        marks[story_id].append(tuple(mark))
    return {part.pk: _mark(part, marks[part.submission_id]) for part in parts}


def _mark(part: SealedPart, decided: list[tuple[object, ...]]) -> str:
    state = repr((part.text_length, part.file_sha256, sorted(decided)))
    return hashlib.sha256(state.encode()).hexdigest()


def hidden_words(*, part: SealedPart) -> list[str]:
    """What the decisions hide, for checks inside the vault only: never store, log or show it."""
    text = open_part_text(part=part)
    return [text[span.start : span.end] for span in spans(part=part)]
