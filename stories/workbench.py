"""The editor's table: opening sealed words (each look is logged), hiding some of them, taking that back, describing.

Only the editor who has taken a story decides anything in it, so that its version is one person's work to answer for.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import has_role
from common import audit
from stories import looks, redaction
from stories.anonymise.capitals import few_capitals
from stories.anonymise.stored import proposals_of
from stories.enums import SET_ASIDE, Extent, RedactionAction, RedactionKind, Stage
from stories.locks import hold_story
from stories.models import Approval, Redaction, SealedPart, Story
from stories.moderation import OPEN_TO_EDITS, StageRefused, safe_document, write_draft
from stories.proposals import Proposal, group
from stories.redaction import RedactionRefused, Span
from stories.sealing import open_note, open_part_text, open_replacements
from stories.showing import open_shown

# A second reader meets a story as a stranger would; afterwards there is nothing left to do with it.
CLOSED = (Stage.SECOND_READING, Stage.TURNED_DOWN, Stage.WITHDRAWN, Stage.ERASED)


@dataclass(frozen=True)
class Piece:
    """A run of sealed words and what a reader sees in their place."""

    words: str
    safe: str
    hidden: bool


@dataclass(frozen=True)
class Hidden:
    """Decisions that hide the same words in the same way."""

    words: str
    kind: RedactionKind
    action: RedactionAction
    replacement: str
    ids: tuple[int, ...]


@dataclass(frozen=True)
class OpenWords:
    """Sealed words, opened for one editor on one occasion."""

    part: SealedPart
    pieces: tuple[Piece, ...]
    hidden: tuple[Hidden, ...]
    proposals: tuple[Proposal, ...] | None  # none: nobody looked yet
    few_capitals: bool


@dataclass(frozen=True)
class Choice:
    """What an editor wants hidden: WORDS wherever they stand, or exactly text[start:end]."""

    words: str
    kind: RedactionKind
    action: RedactionAction
    replacement: str = ""
    start: int | None = None
    end: int | None = None
    everywhere: bool = False


def may_open(*, story: Story, by: User | None = None) -> bool:
    """Setting a story aside opens nothing that was closed: its second reader could look, let it go on, and accept it.

    At the safeguarding check a safeguarding lead must be able to read it all the same.
    """
    if (
        story.stage == Stage.SAFEGUARDING
        and by is not None
        and has_role(user=by, role=Role.SAFEGUARDING_LEAD)
    ):
        return True
    return (story.resume_stage if story.stage in SET_ASIDE else story.stage) not in CLOSED


def words_are_open(*, story_id: UUID) -> bool:
    """For whoever plays an original recording: sealed words as well. A draft's are its teller's alone."""
    story = Story.objects.filter(pk=story_id).first()
    return story is not None and may_open(story=story)


def open_words(*, story_id: UUID, part_id: UUID, by: User) -> OpenWords:
    """Open a part for BY and log the look. Raises StageRefused, WhyNotSaid, SealedPart.DoesNotExist, KeyDestroyed."""
    story, part = find_open(story_id=story_id, part_id=part_id, by=by)
    look(story, by, part=str(part.pk), extent=Extent.ALL.value)
    return _lay_out(part)


def find_open(*, story_id: UUID, part_id: UUID, by: User) -> tuple[Story, SealedPart]:
    """A story whose words are open to BY, and a part, still sealed. Raises StageRefused, SealedPart.DoesNotExist."""
    story: Story = Story.objects.get(pk=story_id)
    if not may_open(story=story, by=by):
        where = Stage(story.stage).label
        raise StageRefused(_("Its sealed words are closed at the stage “%s”.") % where)
    parts = SealedPart.objects.prefetch_related("redactions").select_related("shown")
    return story, parts.get(pk=part_id, submission_id=story_id)


def look(story: Story, by: User, **data: str | int) -> None:
    """Write a look down, before it happens. Raises WhyNotSaid."""
    looks.log_look(story_id=story.pk, reference=story.reference, by=by, data=data)


def look_at_picture(*, story_id: UUID, part_id: UUID, by: User) -> bytes:
    """The picture of a part, as a JPEG: logged like any sealed words, before it is opened.

    Raises StageRefused, WhyNotSaid, SealedPart.DoesNotExist (also while it is not drawn yet), KeyDestroyed,
    FileMissing.
    """
    story, part = find_open(story_id=story_id, part_id=part_id, by=by)
    if not hasattr(part, "shown"):
        raise SealedPart.DoesNotExist
    look(story, by, part=str(part.pk), picture=1)
    shown = open_shown(part_id=part.pk)
    if shown is None:
        raise SealedPart.DoesNotExist
    with shown:
        return shown.read()


def look_again(*, story_id: UUID, part_id: UUID) -> OpenWords:
    """The same words after a decision on them: the decision is in the log, so this is no look of its own."""
    part = SealedPart.objects.prefetch_related("redactions").get(pk=part_id, submission_id=story_id)
    return _lay_out(part)


def read_note(*, story_id: UUID, approval_id: int, by: User) -> str:
    """The teller's note beside their answer, opened and logged like any sealed words.

    Raises Approval.DoesNotExist for one that is not there or was taken back, WhyNotSaid, KeyDestroyed.
    """
    story = Story.objects.get(pk=story_id)
    kept = Approval.objects.exclude(version__story__stage__in=(Stage.WITHDRAWN, Stage.ERASED))
    approval = kept.get(pk=approval_id, version__story=story)
    look(story, by, note=approval.pk)
    return open_note(approval=approval, owner=story.pk)


def read_unfinished(*, story_id: UUID, by: User) -> dict[str, Any]:
    """The safe document as it stands while it is made: not yet safe, so this is a look at every part of it."""
    story = Story.objects.select_related("submission").get(pk=story_id)
    written = story.submission.parts.filter(sealed_text__isnull=False)
    for part_id in written.values_list("pk", flat=True):
        look(story, by, part=str(part_id), extent=Extent.ALL.value)
    return safe_document(story=story)


def last_answer(*, story_id: UUID) -> Approval | None:
    """The teller's latest word on any version of this story."""
    return Approval.objects.filter(version__story_id=story_id).select_related("version").last()


def _log(story: Story, action: str, by: User, **data: str | int) -> None:
    audit.record(action=action, user=by, reference=story.reference, object_id=story.pk, data=data)


def _lay_out(part: SealedPart) -> OpenWords:
    text = open_part_text(part=part)
    spans = redaction.spans(part=part)
    pieces = tuple(_pieces(text, spans))
    found = proposals_of(part=part)
    proposals = None if found is None else group(text=text, found=found, hidden=spans)
    return OpenWords(part, pieces, tuple(_hidden(part, text)), proposals, few_capitals(text))


def _pieces(text: str, spans: Sequence[Span]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for span in spans:
        between = text[at : span.start]
        pieces += [Piece(between, between, False)] if between else []
        pieces.append(Piece(text[span.start : span.end], span.replacement, True))
        at = span.end
    return [*pieces, Piece(text[at:], text[at:], False)] if at < len(text) else pieces


def _hidden(part: SealedPart, text: str) -> list[Hidden]:
    decided = list(part.redactions.all())
    replacements = open_replacements(owner=part.submission_id, redactions=decided)
    groups: defaultdict[tuple[str, str, str, str], list[Redaction]] = defaultdict(list)
    for each, replacement in zip(decided, replacements, strict=True):
        groups[text[each.start : each.end].casefold(), each.kind, each.action, replacement].append(each)
    return [
        Hidden(
            text[rows[0].start : rows[0].end],
            RedactionKind(kind),
            RedactionAction(action),
            replacement,
            tuple(row.pk for row in rows),
        )
        for (_words, kind, action, replacement), rows in groups.items()
    ]


def hide(*, story_id: UUID, part_id: UUID, choice: Choice, by: User) -> int:
    """Decide CHOICE and log it; in how many places. Raises StageRefused, RedactionRefused."""
    with transaction.atomic():
        story = _own(story_id=story_id, by=by)
        part = SealedPart.objects.get(pk=part_id, submission_id=story_id)
        made = _hide_span(part=part, choice=choice, by=by) if choice.start is not None else 0
        if choice.everywhere or choice.start is None:
            made += _hide_occurrences(part=part, choice=choice, by=by)
        if not made:
            raise RedactionRefused(
                _("Those words do not stand here as whole words, or they are hidden already.")
            )
        story.anonymisers.add(by)
        _log(story, "heard.redact", by, part=str(part.pk), kind=choice.kind.value, places=made)
    return made


def _hide_span(*, part: SealedPart, choice: Choice, by: User) -> int:
    start, end = choice.start or 0, choice.end or 0
    if open_part_text(part=part)[start:end] != choice.words:
        raise RedactionRefused(
            _("The words are not where your page has them. Reload it and choose them again.")
        )
    if any(row.start <= start and end <= row.end for row in part.redactions.all()):
        return 0
    redaction.redact(
        part_id=part.pk,
        start=start,
        end=end,
        kind=choice.kind,
        action=choice.action,
        replacement=choice.replacement,
        by=by,
    )
    return 1


def _hide_occurrences(*, part: SealedPart, choice: Choice, by: User) -> int:
    """In this part, or in every part that has words."""
    parts = SealedPart.objects.filter(submission_id=part.submission_id, sealed_text__isnull=False)
    ids = list(parts.values_list("pk", flat=True)) if choice.everywhere else [part.pk]
    return redaction.redact_everywhere(
        part_ids=ids,
        words=choice.words,
        kind=choice.kind,
        action=choice.action,
        replacement=choice.replacement,
        by=by,
    )


def show_again(*, story_id: UUID, redaction_ids: Collection[int], by: User) -> int:
    """Take decisions back; how many there were. Raises StageRefused."""
    with transaction.atomic():
        story = _own(story_id=story_id, by=by)
        rows = Redaction.objects.filter(pk__in=redaction_ids, part__submission_id=story_id)
        ids = list(rows.values_list("pk", flat=True))
        for pk in ids:
            redaction.undo_redaction(redaction_id=pk)
        if ids:
            story.anonymisers.add(by)
            _log(story, "heard.unredact", by, places=len(ids))
    return len(ids)


def describe(*, story_id: UUID, title: str, summary: str, themes: Sequence[str], by: User) -> None:
    """Title, summary, themes and content notes, by the editor who has the story. Raises StageRefused."""
    with transaction.atomic():
        _own(story_id=story_id, by=by).anonymisers.add(by)
        write_draft(story_id=story_id, title=title, summary=summary, themes=themes, by=by)


def _own(*, story_id: UUID, by: User) -> Story:
    """The story, locked, when BY has taken it and it is still open to edits."""
    hold_story(story_id=story_id)
    story: Story = Story.objects.select_related("editor").get(pk=story_id)
    if story.stage not in OPEN_TO_EDITS:
        where = Stage(story.stage).label
        raise StageRefused(_("Nothing can be changed at the stage “%s”.") % where)
    if story.editor is None:
        raise StageRefused(_("Take this story first: what is decided in it is then yours to answer for."))
    if story.editor != by:
        raise StageRefused(_("%s has this story now. Take it over on its page first.") % story.editor)
    return story
