"""The second reading: somebody else answers a list about the safe version, and accepts it or sends it back."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common import audit
from common.vault.text import open_text, seal_text
from stories import moderation
from stories.checklist import (
    Answer,
    Point,
    Replies,
    Reply,
    doubts,
    missing_to_accept,
    missing_to_send_back,
)
from stories.enums import Stage
from stories.locks import hold_story
from stories.looks import OVER, READ_SAFE, log_look
from stories.models import SecondReading, Story
from stories.moderation import StageRefused
from stories.sealing import canonical, open_versions


class ListNotAnswered(StageRefused):
    """Something of the list is still open; `missing` says what, by point."""

    def __init__(self, message: str, missing: dict[Point, str]) -> None:
        super().__init__(message)
        self.missing = missing


@dataclass(frozen=True)
class Read:
    """A reading as its editor gets it."""

    number: int  # of the version
    accepted: bool
    replies: Replies

    @property
    def doubts(self) -> list[tuple[Point, Reply]]:
        return [(point, self.replies[point]) for point in doubts(self.replies)]


def read_version(*, story: Story) -> dict[str, Any] | None:
    """The frozen safe document that stands for STORY now; None when there is none, or it no longer opens."""
    if story.current_version is None:
        return None
    return open_versions(versions=[story.current_version])[0]


def note_read(*, story: Story, by: User) -> None:
    """Nothing sealed was opened; it was read all the same, and counts for looking after BY."""
    data = {"version": story.current_version_id.hex if story.current_version_id else ""}
    audit.record(action=READ_SAFE, user=by, reference=story.reference, object_id=story.pk, data=data)


def accept(*, story_id: UUID, replies: Replies, by: User, sha256: str = "") -> Story:
    """Every answer is the wanted one: on to the teller. SHA256: of what BY had before them, when a page says so.

    Raises StageRefused, and ListNotAnswered with what is missing.
    """
    with transaction.atomic():
        hold_story(story_id=story_id)
        _same_version(story_id=story_id, sha256=sha256)
        if missing := missing_to_accept(replies):
            said = ngettext(
                "One answer stands between this version and its teller.",
                "%d answers stand between this version and its teller.",
                len(missing),
            )
            raise ListNotAnswered(said % len(missing) if len(missing) > 1 else said, missing)
        story = moderation.accept_second_reading(story_id=story_id, by=by)
        _keep(story=story, replies=replies, by=by, accepted=True)
    return story


def send_back(*, story_id: UUID, replies: Replies, by: User, sha256: str = "") -> Story:
    """To its editor again: which points do not hold in the log, where and what sealed beside it.

    Raises StageRefused, and ListNotAnswered with what is missing.
    """
    with transaction.atomic():
        hold_story(story_id=story_id)
        _same_version(story_id=story_id, sha256=sha256)
        wrong = doubts(replies)
        if not wrong:
            raise ListNotAnswered(
                _("Its editor needs to know what is wrong: answer that question first."), {}
            )
        if missing := missing_to_send_back(replies):
            raise ListNotAnswered(_("Its editor needs to know where it is."), missing)
        story = Story.objects.select_related("current_version").get(pk=story_id)
        _keep(story=story, replies=replies, by=by, accepted=False)
        story = moderation.send_back(story_id=story_id, by=by)
        data = {"unmet": "+".join(wrong)}
        audit.record(
            action="heard.sent_back", user=by, reference=story.reference, object_id=story.pk, data=data
        )
    return story


def _same_version(*, story_id: UUID, sha256: str) -> None:
    story = Story.objects.select_related("current_version").get(pk=story_id)
    if story.stage != Stage.SECOND_READING or story.current_version is None:
        where = Stage(story.stage).label
        raise StageRefused(_("This story is not at its second reading any more, but at “%s”.") % where)
    if sha256 and sha256 != story.current_version.sha256:
        raise StageRefused(_("There is a newer version than the one you read. Read this one."))


def _keep(*, story: Story, replies: Replies, by: User, accepted: bool) -> None:
    version = story.current_version
    if version is None:
        raise StageRefused(_("There is no version to read: it has to be handed over again."))
    row = SecondReading(version=version, sha256=version.sha256, by=by, accepted=accepted, at=timezone.now())
    given = {point.value: [reply.answer, reply.note.strip()] for point, reply in replies.items()}
    row.sealed = seal_text(owner=story.pk, text=canonical(given), context=row.context)
    row.save()


def sent_back_notes(*, story_id: UUID) -> bool:
    """Whether the last reading sent it back and what was written is still there; nothing is opened."""
    last = _readings(story_id).last()
    return last is not None and not last.accepted and last.sealed is not None


def read_for_editor(*, story_id: UUID, by: User) -> Read | None:
    """What the last second reader wrote, opened and logged like any sealed words: it may repeat a name.

    None when nobody read it, or the words are gone. Raises Story.DoesNotExist, WhyNotSaid, KeyDestroyed.
    """
    story = Story.objects.exclude(stage__in=OVER).get(pk=story_id)
    last = _readings(story_id).select_related("version").last()
    if last is None or last.sealed is None:
        return None
    log_look(story_id=story_id, reference=story.reference, by=by, data={"asked": "second_reading"})
    return _opened(last, owner=story_id)


def readings_of(*, story_id: UUID) -> list[Read]:
    """All of them, for the teller's own download; logged nowhere: it is about their words. Raises KeyDestroyed."""
    rows = _readings(story_id).select_related("version").exclude(sealed=None)
    return [_opened(row, owner=story_id) for row in rows]


def _readings(story_id: UUID) -> Any:
    return SecondReading.objects.filter(version__story_id=story_id)


def _opened(row: SecondReading, *, owner: UUID) -> Read:
    held = json.loads(open_text(owner=owner, sealed=bytes(row.sealed or b""), context=row.context))
    replies = {
        Point(code): Reply(Answer(answer) if answer else None, note) for code, (answer, note) in held.items()
    }
    return Read(number=row.version.number, accepted=row.accepted, replies=replies)
