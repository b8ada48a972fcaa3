"""Who may be the second person of a story, and what they must have heard before its teller is asked.

A treated copy of a recording is marked, by its hash, when a second person opens it; it counts as heard once that
person says so: by accepting the second reading, or, for a copy that was finished later, by itself (`say_heard`).
"""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit
from stories.copies import (
    Copy,
    copies_to_read,
    look_at,
    mark_waiting,
    recordings_in_version,
    waiting_copies,
)
from stories.errors import StageRefused
from stories.locks import hold_story
from stories.models import CopyHearing, Redaction, SealedPart, Story


def worked_on(*, story: Story, by: User) -> bool:
    """Whether BY decided something in the story, undid it, or froze the version that stands."""
    decided = Redaction.objects.filter(part__submission_id=story.pk, decided_by=by)
    version = story.current_version
    made = version is not None and version.anonymised_by_id == by.pk
    return made or story.anonymisers.filter(pk=by.pk).exists() or decided.exists()


def may_be_second(*, story_id: UUID, by: User) -> bool:
    """Whether BY may be the second person of what is made from this story: they did not make it anonymous."""
    story = Story.objects.select_related("current_version").filter(pk=story_id).first()
    return story is not None and not worked_on(story=story, by=by)


def note_opened(*, part_id: UUID, sha256: str, by: User) -> None:
    """BY plays this copy. Nothing is noted of whoever made the story anonymous: they are no second person."""
    stories = Story.objects.select_related("current_version")
    story = stories.filter(pk__in=SealedPart.objects.filter(pk=part_id).values("submission")).first()
    if story is None or _opened(by).filter(part_id=part_id, sha256=sha256).exists():
        return
    if not worked_on(story=story, by=by):
        CopyHearing.objects.get_or_create(
            part_id=part_id, sha256=sha256, by=by, defaults={"opened_at": timezone.now()}
        )


def open_each(*, story_id: UUID, by: User) -> None:
    """As a player does, for each copy of the version that stands: where there is nobody to press a button."""
    for copy in copies_to_read(story=Story.objects.select_related("current_version").get(pk=story_id)):
        note_opened(part_id=copy.part_id, sha256=copy.sha256, by=by)


def opened_by(*, copies: Collection[Copy], by: User) -> frozenset[UUID]:
    """The parts whose copies, exactly these, BY has played."""
    played = set(_opened(by).values_list("part", "sha256").filter(part__in=[copy.part_id for copy in copies]))
    return frozenset(copy.part_id for copy in copies if (copy.part_id, copy.sha256) in played)


def _opened(by: User) -> QuerySet[CopyHearing]:
    return CopyHearing.objects.filter(by=by)


def hear_all(*, story: Story, by: User) -> None:
    """At the second reading, in its transaction: each copy was heard by BY.

    Raises StageRefused, naming the recording whose copy was not heard, or is still being made.
    """
    held = recordings_in_version(story=story)
    looked = look_at(part_ids=held)
    heard = opened_by(copies=looked.values(), by=by)
    for number, (part_id, kind) in enumerate(held.items(), 1):
        if part_id in looked and part_id not in heard:
            name = _("recording %(number)d (%(kind)s)") % {"number": number, "kind": kind.label}
            _refuse(name=name, copy=looked[part_id])
    _mark(copies=looked.values(), by=by)


def _refuse(*, name: str, copy: Copy) -> None:
    """Not when making it failed: there is no copy, and one that is made later is heard before its teller is asked."""
    if copy.sha256:
        raise StageRefused(
            _("You have not listened to the safe copy of %s. Play it to its end first.") % name
        )
    if copy.treated.being_made:
        raise StageRefused(
            _(
                "The safe copy of %s is still being made. Wait for it and listen to it, or send the story back."
            )
            % name
        )


def _mark(*, copies: Collection[Copy], by: User) -> None:
    for copy in copies:
        rows = _opened(by).filter(part_id=copy.part_id, sha256=copy.sha256, heard_at=None)
        rows.update(heard_at=timezone.now())


def say_heard(*, story_id: UUID, heard: Collection[str], by: User) -> None:
    """BY says that copies which were finished later, with the hashes HEARD, are safe: now their teller is asked.

    Raises StageRefused: to whoever made it anonymous, for a copy that BY has not played, or that was made anew.
    """
    with transaction.atomic():
        hold_story(story_id=story_id)
        story: Story = Story.objects.select_related("current_version").get(pk=story_id)
        said = [copy for copy in waiting_copies(story=story) if copy.sha256 in heard]
        if worked_on(story=story, by=by):
            raise StageRefused(_("Somebody else must hear it: you made this story anonymous yourself."))
        if not said:
            raise StageRefused(_("No recording waits to be heard here now, or it was made anew. Look again."))
        if len(opened_by(copies=said, by=by)) < len(said):
            raise StageRefused(_("You have not listened to it yet. Play it to its end first."))
        _mark(copies=said, by=by)
        mark_waiting(story_id=story_id)
        for copy in said:
            data = {"part": str(copy.part_id), "copy": copy.sha256}
            audit.record(
                action="heard.copy_heard", user=by, reference=story.reference, object_id=story.pk, data=data
            )
