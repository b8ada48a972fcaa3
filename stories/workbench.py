"""The editor's table: opening sealed words (each look is logged), and describing what is safe.

Only the editor who has taken a story decides anything in it, so that its version is one person's work to answer for.
What they decide about single words is in stories/bench/.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import has_role
from stories import looks
from stories.anonymise.capitals import few_capitals
from stories.anonymise.stored import gave_up, look_for_names
from stories.bench.layout import Layout, lay_out
from stories.bench.state import open_bench
from stories.enums import SET_ASIDE, Extent, Stage
from stories.locks import hold_story
from stories.models import Approval, SealedPart, Story
from stories.moderation import OPEN_TO_EDITS, StageRefused, safe_document, write_draft
from stories.parts import PartMissing
from stories.sealing import open_note
from stories.showing import open_shown

# A second reader meets a story as a stranger would; afterwards there is nothing left to do with it.
CLOSED = (Stage.SECOND_READING, Stage.TURNED_DOWN, Stage.WITHDRAWN, Stage.ERASED)


@dataclass(frozen=True)
class OpenWords:
    """Sealed words, opened for one editor on one occasion: the part that they look at, and how the story lies."""

    part: SealedPart
    layout: Layout
    few_capitals: bool

    @property
    def text(self) -> str:
        """Of the part; empty where it has no words yet."""
        laid = self.layout.parts.get(self.part.pk)
        return laid.part.text if laid else ""


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


def look_at_spoken(*, story_id: UUID, part_id: UUID, by: User, again: bool = False) -> None:
    """For the app that shows a recording's words with their times: they are open to BY, and the look is logged.

    AGAIN: of a page that was logged when it opened. Raises as `open_words`, and PartMissing.
    """
    try:
        story, part = find_open(story_id=story_id, part_id=part_id, by=by)
    except (Story.DoesNotExist, SealedPart.DoesNotExist):
        raise PartMissing from None
    if again and looks.sitting(story_id=story_id, by=by) is not None:
        return
    look(story, by, part=str(part.pk), extent=Extent.ALL.value)


def find_open(*, story_id: UUID, part_id: UUID, by: User) -> tuple[Story, SealedPart]:
    """A story whose words are open to BY, and a part, still sealed. Raises StageRefused, SealedPart.DoesNotExist."""
    story = open_story(story_id=story_id, by=by)
    parts = SealedPart.objects.select_related("shown")
    return story, parts.get(pk=part_id, submission_id=story_id)


def open_story(*, story_id: UUID, by: User) -> Story:
    """A story whose words are open to BY. Raises StageRefused."""
    story: Story = Story.objects.get(pk=story_id)
    if not may_open(story=story, by=by):
        where = Stage(story.stage).label
        raise StageRefused(_("Its sealed words are closed at the stage “%s”.") % where)
    return story


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


def _lay_out(part: SealedPart) -> OpenWords:
    """A part without words, such as a recording that nobody has transcribed yet, has a layout all the same."""
    layout = lay_out(open_bench(story_id=part.submission_id))
    for waiting in SealedPart.objects.filter(pk__in=layout.looking):
        if not gave_up(part_id=waiting.pk):
            look_for_names(part=waiting)
    laid = layout.parts.get(part.pk)
    return OpenWords(part, layout, few_capitals(laid.part.text if laid else ""))


def describe(*, story_id: UUID, title: str, summary: str, themes: Sequence[str], by: User) -> None:
    """Title, summary, themes and content notes, by the editor who has the story. Raises StageRefused."""
    with transaction.atomic():
        own_story(story_id=story_id, by=by).anonymisers.add(by)
        write_draft(story_id=story_id, title=title, summary=summary, themes=themes, by=by)


def own_story(*, story_id: UUID, by: User) -> Story:
    """In the caller's transaction: the story, locked, when BY has taken it and it is still open to edits."""
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
