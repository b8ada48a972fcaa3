"""New words for a recording, corrected by listening: every decision goes with the words it was about.

A decision that hides is never lost: where the words it hid were changed, it hides all of what stands there now. One
that keeps words readable falls with them: what stands there now has to be decided.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from stories.models import KeptPlace, Redaction, SealedPart, Story
from stories.moderation import OPEN_TO_EDITS, StageRefused, has_taken
from stories.parts import give_words
from stories.sealing import open_part_text, open_replacements, seal_replacement
from stories.stages import lock_story

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_PIECE = re.compile(r"[^ \n]+|[ \n]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """old[a0:a1] became new[b0:b1]; characters."""

    a0: int
    a1: int
    b0: int
    b1: int


def words_are_open(*, story_id: UUID) -> bool:
    """Whether `reword` would take new words for it now, by its stage."""
    return Story.objects.filter(pk=story_id, stage__in=OPEN_TO_EDITS).exists()


def reword(*, part_id: UUID, text: str, by: User | None) -> None:
    """Seal TEXT as the words of a recording, in the caller's transaction. BY is None for the teller.

    Raises StageRefused when they are frozen or somebody else has the story, SealedPart.DoesNotExist, KeyDestroyed.
    """
    story_id = SealedPart.objects.values_list("submission_id", flat=True).get(pk=part_id)
    with transaction.atomic():
        story = lock_story(story_id, stages=OPEN_TO_EDITS)
        if by is not None and not has_taken(story=story, by=by):
            raise StageRefused(_("Take this story first: only who has it corrects its words."))
        part = SealedPart.objects.select_for_update().get(pk=part_id)
        before = open_part_text(part=part)
        if before == text:
            return
        _move_decisions(part=part, changed=changed_stretches(old=before, new=text))
        give_words(part=part, text=text)


def _move_decisions(*, part: SealedPart, changed: Sequence[Stretch]) -> None:
    redactions = list(Redaction.objects.filter(part=part))
    instead = open_replacements(owner=part.submission_id, redactions=redactions)
    for redaction, words in zip(redactions, instead, strict=True):
        start, end = moved(redaction.start, redaction.end, changed)
        if start == end:
            redaction.delete()
        elif (start, end) != (redaction.start, redaction.end):
            redaction.start, redaction.end = start, end
            seal_replacement(redaction=redaction, owner=part.submission_id, text=words)  # bound to its place
            redaction.save()
    for kept in KeptPlace.objects.filter(part=part):
        start, end = moved(kept.start, kept.end, changed)
        if start == end or _touched(kept.start, kept.end, changed):
            kept.delete()
        elif (start, end) != (kept.start, kept.end):
            kept.start, kept.end = start, end
            kept.save(update_fields=["start", "end"])


def moved(start: int, end: int, changed: Iterable[Stretch]) -> tuple[int, int]:
    """Where text[start:end] of the old words is among the new ones, with all of each stretch that it touches.

    Both are the same when nothing is left of it.
    """
    begin, finish = start, end
    for each in changed:
        if each.a0 <= start:
            begin = each.b0 if start < each.a1 else start + each.b1 - each.a1
        if each.a0 < end:
            finish = each.b1 if end < each.a1 else end + each.b1 - each.a1
    return begin, finish


def _touched(start: int, end: int, changed: Iterable[Stretch]) -> bool:
    return any((each.a0 < end and start < each.a1) or start < each.a0 == each.a1 < end for each in changed)


def changed_stretches(*, old: str, new: str) -> tuple[Stretch, ...]:
    """Whole words that differ, found line by line first: a long transcript is mostly as it was."""
    a, b = _LINE.findall(old), _LINE.findall(new)
    starts_a, starts_b = _starts(a), _starts(b)
    found: list[Stretch] = []
    for kind, i0, i1, j0, j1 in SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
        if kind != "equal":
            found += _within(old, new, starts_a[i0], starts_a[i1], starts_b[j0], starts_b[j1])
    return tuple(found)


def _starts(lines: Sequence[str]) -> list[int]:
    """Of each line, and the end of the last."""
    return [0, *accumulate(len(line) for line in lines)]


def _within(old: str, new: str, a0: int, a1: int, b0: int, b1: int) -> list[Stretch]:
    """Between two blocks of lines, word by word."""
    a, b = _pieces(old[a0:a1], a0), _pieces(new[b0:b1], b0)
    same = SequenceMatcher(a=[text for text, _, _ in a], b=[text for text, _, _ in b], autojunk=False)
    found = []
    for kind, i0, i1, j0, j1 in same.get_opcodes():
        if kind == "equal":
            continue
        begin_a = a[i0][1] if i0 < len(a) else a1
        begin_b = b[j0][1] if j0 < len(b) else b1
        end_a = a[i1 - 1][2] if i1 > i0 else begin_a
        end_b = b[j1 - 1][2] if j1 > j0 else begin_b
        found.append(Stretch(begin_a, end_a, begin_b, end_b))
    return found


def _pieces(text: str, offset: int) -> list[tuple[str, int, int]]:
    """Words, and what stands between them, each with its place. A line that is split is the same words."""
    return [
        (" " if match[0].isspace() else match[0], offset + match.start(), offset + match.end())
        for match in _PIECE.finditer(text)
    ]
