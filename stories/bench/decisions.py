"""Deciding: hiding words or keeping them, a group at a time or a selection, and taking that back exactly.

Everything decided in one go bears the same moment, so that it can be taken back in one go.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit
from common.vault.text import seal_texts
from stories.bench.layout import Layout, key_of, lay_out
from stories.bench.spans import Cover, Range
from stories.bench.state import Bench, Kept, PartOnBench, as_hidden, open_bench
from stories.enums import RedactionAction, RedactionKind
from stories.models import KeptPlace, Redaction, Story
from stories.redaction import RedactionRefused, agreed_replacement
from stories.workbench import own_story


@dataclass(frozen=True)
class Choice:
    """What an editor decides about WORDS: of their whole group when `group` names it; else of text[start:end], or of
    wherever they stand in the part, or everywhere. `action` is None to keep them as they are."""

    words: str
    kind: RedactionKind
    action: RedactionAction | None
    replacement: str = ""
    start: int | None = None
    end: int | None = None
    everywhere: bool = False
    group: str = ""


@dataclass(frozen=True)
class Change:
    """How it lay before a decision and how it lies after, and in how many places that changed it."""

    before: Layout
    after: Layout
    places: int


def decide(*, story_id: UUID, part_id: UUID, choice: Choice, by: User) -> Change:
    """Decide CHOICE and log it. Raises StageRefused, RedactionRefused, SealedPart.DoesNotExist, KeyDestroyed."""
    with transaction.atomic():
        story = own_story(story_id=story_id, by=by)
        bench = open_bench(story_id=story_id)
        before = lay_out(bench)
        spans = _spans(bench, before, bench.part(part_id), choice)
        places = sum(map(len, spans.values()))
        if not places:
            raise RedactionRefused(_nothing_there(choice))
        after = lay_out(_write(bench, spans, choice, by))
        story.anonymisers.add(by)
        _log(story, choice, part_id, by, places)
    return Change(before, after, places)


def hide(*, story_id: UUID, part_id: UUID, choice: Choice, by: User) -> int:
    """As `decide`; in how many places."""
    return decide(story_id=story_id, part_id=part_id, choice=choice, by=by).places


def show_again(
    *, story_id: UUID, redaction_ids: Collection[int], kept_ids: Collection[int] = (), by: User
) -> Change:
    """Take these decisions back. Raises StageRefused."""
    with transaction.atomic():
        story = own_story(story_id=story_id, by=by)
        return _take_back(story, by, set(redaction_ids), set(kept_ids))


def undo_last(*, story_id: UUID, by: User) -> Change:
    """Take back what BY decided last, whatever it was. Raises StageRefused, RedactionRefused when there is nothing."""
    with transaction.atomic():
        story = own_story(story_id=story_id, by=by)
        hidden = Redaction.objects.filter(part__submission_id=story_id, decided_by=by)
        kept = KeptPlace.objects.filter(part__submission_id=story_id, decided_by=by)
        last = max(filter(None, (_latest(hidden), _latest(kept))), default=None)
        if last is None:
            raise RedactionRefused(_("There is nothing of yours to undo here."))
        ids = (set(rows.filter(decided_at=last).values_list("pk", flat=True)) for rows in (hidden, kept))
        return _take_back(story, by, *ids)


def _latest(rows: models.QuerySet[Redaction] | models.QuerySet[KeptPlace]) -> dt.datetime | None:
    moment: dt.datetime | None = rows.order_by("-decided_at").values_list("decided_at", flat=True).first()
    return moment


def _take_back(story: Story, by: User, redaction_ids: set[int], kept_ids: set[int]) -> Change:
    bench = open_bench(story_id=story.pk)
    remaining = replace(
        bench,
        parts=tuple(
            replace(
                part,
                hidden=tuple(row for row in part.hidden if row.pk not in redaction_ids),
                kept=tuple(row for row in part.kept if row.pk not in kept_ids),
            )
            for part in bench.parts
        ),
    )
    places = _count(bench) - _count(remaining)
    Redaction.objects.filter(part__submission_id=story.pk, pk__in=redaction_ids).delete()
    KeptPlace.objects.filter(part__submission_id=story.pk, pk__in=kept_ids).delete()
    if places:
        story.anonymisers.add(by)
        _record(story, "heard.unredact", by, {"places": places})
    before = lay_out(bench)
    return Change(before, lay_out(remaining), places)


def _count(bench: Bench) -> int:
    return sum(len(part.hidden) + len(part.kept) for part in bench.parts)


Spans = dict[UUID, list[Range]]


def _spans(bench: Bench, layout: Layout, part: PartOnBench, choice: Choice) -> Spans:
    """Where CHOICE applies and no decision stands yet."""
    if choice.group and choice.group == key_of(choice.words):
        return {
            part_id: [(place.start, place.end) for place in laid.places if place.key == choice.group]
            for part_id, laid in layout.parts.items()
        }
    spans: Spans = {}
    if choice.start is not None:
        spans[part.part_id] = [_selected(part, choice)]
    if choice.everywhere or choice.start is None:
        for each in bench.parts if choice.everywhere else (part,):
            spans.setdefault(each.part_id, []).extend(each.index.find(choice.words))
    return {part_id: list(_uncovered(bench.part(part_id), listed)) for part_id, listed in spans.items()}


def _selected(part: PartOnBench, choice: Choice) -> Range:
    start, end = choice.start or 0, choice.end or 0
    if not 0 <= start < end <= len(part.text) or part.text[start:end] != choice.words:
        raise RedactionRefused(
            _("The words are not where your page has them. Reload it and choose them again.")
        )
    return start, end


def _uncovered(part: PartOnBench, spans: Sequence[Range]) -> Iterator[Range]:
    hidden = Cover((row.start, row.end) for row in part.hidden)
    return (span for span in dict.fromkeys(spans) if not hidden.holds(*span))


def _nothing_there(choice: Choice) -> str:
    if choice.group:
        return _("That was decided already.")
    return _("Those words do not stand here as whole words, or they are hidden already.")


def _write(bench: Bench, spans: Spans, choice: Choice, by: User) -> Bench:
    """The decisions, kept; and the bench as it is with them."""
    now = timezone.now()
    write = _keep if choice.action is None else _hide
    parts = tuple(
        write(bench.story_id, part, spans[part.part_id], choice, by, now) if spans.get(part.part_id) else part
        for part in bench.parts
    )
    return replace(bench, parts=parts)


def _hide(
    owner: UUID, part: PartOnBench, spans: Sequence[Range], choice: Choice, by: User, now: dt.datetime
) -> PartOnBench:
    action = choice.action or RedactionAction.MASK
    words = agreed_replacement(action=action, replacement=choice.replacement)
    rows = [
        Redaction(
            part_id=part.part_id,
            start=start,
            end=end,
            kind=choice.kind,
            action=action,
            decided_by=by,
            decided_at=now,
        )
        for start, end in spans
    ]
    if words:
        sealed = seal_texts(owner=owner, items=[(words, row.context) for row in rows])
        for row, each in zip(rows, sealed, strict=True):
            row.sealed_replacement = each
    made = Redaction.objects.bulk_create(rows)
    hidden = [*part.hidden, *(as_hidden(row, words) for row in made)]
    return replace(part, hidden=tuple(sorted(hidden, key=lambda row: (row.start, -row.end, row.pk))))


def _keep(
    owner: UUID, part: PartOnBench, spans: Sequence[Range], choice: Choice, by: User, now: dt.datetime
) -> PartOnBench:
    rows = [
        KeptPlace(part_id=part.part_id, start=start, end=end, decided_by=by, decided_at=now)
        for start, end in spans
    ]
    made = KeptPlace.objects.bulk_create(rows)
    kept = [*part.kept, *(Kept(row.pk, row.start, row.end) for row in made)]
    return replace(part, kept=tuple(sorted(kept, key=lambda row: (row.start, -row.end, row.pk))))


def _log(story: Story, choice: Choice, part_id: UUID, by: User, places: int) -> None:
    if choice.action is None:
        _record(story, "heard.keep", by, {"part": str(part_id), "places": places})
    else:
        kind = choice.kind.value
        _record(story, "heard.redact", by, {"part": str(part_id), "kind": kind, "places": places})


def _record(story: Story, action: str, by: User, data: audit.Data) -> None:
    audit.record(action=action, user=by, reference=story.reference, object_id=story.pk, data=data)
