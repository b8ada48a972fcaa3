"""What was found in a part, kept sealed beside it: places, kinds and scores, never the words.

It belongs to the text it was computed from. Another text, and it counts as not found yet.
"""

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction

from common.jobs.enums import JobState
from common.jobs.errors import Refused
from common.jobs.run import JobRun
from common.jobs.service import enqueue, jobs_for
from common.vault.errors import KeyDestroyed
from common.vault.text import open_texts, seal_text
from stories.anonymise.model import Proposal
from stories.enums import RedactionKind
from stories.models import FoundNames, SealedPart
from stories.sealing import open_part_text

KIND = "find_names"
KINDS = {kind.value: kind for kind in RedactionKind}
TIME_LIMIT = 300  # seconds for one part; 20,000 words take about four


def look_for_names(*, part: SealedPart) -> None:
    """In the transaction that gives PART its words: a worker will look through them."""
    if part.sealed_text is not None:
        enqueue(kind=KIND, object_id=part.pk)


def proposals_of(*, part: SealedPart) -> tuple[Proposal, ...] | None:
    """What was found in PART's words as they are now, in order of place; None when nobody looked yet.

    Then the looking is asked for. A part without words has nothing to find. Raises KeyDestroyed.
    """
    found = found_in(parts=[part])[part.pk]
    if found is None:
        look_for_names(part=part)
    return found


def found_in(*, parts: Sequence[SealedPart]) -> dict[UUID, tuple[Proposal, ...] | None]:
    """The same of PARTS, in one query and one of the keyring; nothing is asked for. Raises KeyDestroyed."""
    rows = FoundNames.objects.filter(pk__in=[part.pk for part in parts if part.sealed_text is not None])
    by_part = {row.pk: row for row in rows}
    current = [row for part in parts if (row := by_part.get(part.pk)) and row.text_sha256 == _mark(part)]
    owners = {part.pk: part.submission_id for part in parts}
    opened = open_texts(items=[(owners[row.pk], bytes(row.sealed), row.context) for row in current])
    found: dict[UUID, tuple[Proposal, ...] | None] = {
        part.pk: () if part.sealed_text is None else None for part in parts
    }
    for row, text in zip(current, opened, strict=True):
        if text is None:
            raise KeyDestroyed
        found[row.pk] = tuple(Proposal(a, b, KINDS[kind], score) for a, b, kind, score in json.loads(text))
    return found


def gave_up(*, part_id: UUID) -> bool:
    """Whether the last looking failed, so that nobody waits for it: this part is read without it."""
    last = jobs_for(object_id=part_id).filter(kind=KIND).order_by("created_at").last()
    return last is not None and last.state == JobState.FAILED


def find_names(*, part_id: UUID, run: JobRun) -> None:
    """The job's: look through the words of a part and keep what was found. Doing it again changes nothing.

    Raises Refused when it takes too long.
    """
    from stories.anonymise.detect import detect  # noqa: PLC0415  word lists and patterns: no start waits for them

    part = SealedPart.objects.filter(pk=part_id, sealed_text__isnull=False).first()
    if part is None or FoundNames.objects.filter(pk=part_id, text_sha256=_mark(part)).exists():
        return
    found = detect(open_part_text(part=part), tick=_clock(run))
    with transaction.atomic():
        run.heartbeat()
        keep_found(part=part, found=found)


def _clock(run: JobRun) -> Callable[[float], None]:
    """Says how far it is, and stops what goes on for too long: each piece is short, so it is asked often."""
    end = time.monotonic() + TIME_LIMIT

    def tick(share: float) -> None:
        if time.monotonic() > end:
            raise Refused("Looking for names took too long. Read this part without it.")
        run.heartbeat(share)

    return tick


def keep_found(*, part: SealedPart, found: list[Proposal]) -> None:
    """Seal FOUND beside PART, in the caller's transaction."""
    row = FoundNames(part=part, text_sha256=_mark(part))
    listed = json.dumps([(each.start, each.end, each.kind.value, each.score) for each in found])
    row.sealed = seal_text(owner=part.submission_id, text=listed, context=row.context)
    FoundNames.objects.update_or_create(
        part=part, defaults={"text_sha256": row.text_sha256, "sealed": row.sealed}
    )


def _mark(part: SealedPart) -> str:
    """Of the sealed bytes: they change whenever words are sealed anew, and tell nothing of them."""
    return hashlib.sha256(bytes(part.sealed_text or b"")).hexdigest()
