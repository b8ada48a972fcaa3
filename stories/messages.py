"""Messages between a teller and the editors: sealed both ways, counted outside and read only on two pages.

On our side they are for the editor who has the story, and for the safeguarding lead. A second reader has no need of
them, and would learn what a stranger does not know.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import roles_of
from common import audit
from common.jobs.errors import UnknownKind
from common.jobs.registry import kind_named
from common.jobs.service import enqueue
from common.vault.text import open_texts, seal_text
from stories.enums import Stage, SubmissionState
from stories.locks import hold_story
from stories.looks import log_look
from stories.models import Message, Story, Submission
from stories.permissions import ANONYMISERS

LONGEST = 5000  # letters
AN_HOUR = dt.timedelta(hours=1)
PER_HOUR = 10  # from one teller about one story
AGAIN = dt.timedelta(minutes=2)  # the same words within it are one message, sent twice
SENT = "heard.message"
NUDGE = "contact_teller"  # the job that tells them by e-mail to look, if they asked for that


class MessageRefused(Exception):
    """It cannot be sent; the message says what to do."""


class TooManyMessages(MessageRefused):
    """More than PER_HOUR from one teller."""


@dataclass(frozen=True)
class Line:
    from_teller: bool
    text: str
    at: dt.datetime
    new: bool  # the one who looks has not seen it before
    seen: bool  # by the other side


def write_as_teller(*, submission_id: UUID, text: str) -> Message:
    """Raises MessageRefused: empty, too long, taken back; TooManyMessages."""
    with transaction.atomic():
        _hold(submission_id)
        lately = Message.objects.filter(submission_id=submission_id, from_teller=True)
        if lately.filter(at__gt=timezone.now() - AN_HOUR).count() >= PER_HOUR:
            raise TooManyMessages(
                _("You have sent %(count)d messages in an hour. We have them all. Please wait a while.")
                % {"count": PER_HOUR}
            )
        return _write(submission_id=submission_id, text=text, by=None)


def write_as_editor(*, story_id: UUID, text: str, by: User) -> Message:
    """By the editor who has the story, or a safeguarding lead. Raises MessageRefused."""
    with transaction.atomic():
        _hold(story_id)
        if not may_write(story=Story.objects.get(pk=story_id), by=by):
            raise MessageRefused(_("Take this story first: its teller then hears from one person."))
        message = _write(submission_id=story_id, text=text, by=by)
        _nudge(submission_id=story_id)
    return message


def write_notice(*, story_id: UUID, text: str, by: User) -> Message:
    """What a rule says that a teller is told; who may cause it was decided by the caller. Raises MessageRefused."""
    with transaction.atomic():
        _hold(story_id)
        message = _write(submission_id=story_id, text=text, by=by)
        _nudge(submission_id=story_id)
    return message


def may_write(*, story: Story, by: User) -> bool:
    held = roles_of(by)
    mine = story.editor_id == by.pk and not held.isdisjoint(ANONYMISERS)
    return mine or Role.SAFEGUARDING_LEAD in held


def _hold(submission_id: UUID) -> None:
    hold_story(story_id=submission_id)
    if not Submission.objects.filter(pk=submission_id, state=SubmissionState.SENT).exists():
        raise MessageRefused(_("This story was taken back, so nothing more is kept with it."))


def _write(*, submission_id: UUID, text: str, by: User | None) -> Message:
    text = text.strip().replace("\r\n", "\n")
    if not text:
        raise MessageRefused(_("Write something first."))
    if len(text) > LONGEST:
        raise MessageRefused(_("That is too long for one message. Please send it in two."))
    earlier = _same_just_now(submission_id=submission_id, text=text, from_teller=by is None)
    if earlier is not None:
        return earlier
    message = Message(submission_id=submission_id, from_teller=by is None, written_by=by, at=timezone.now())
    message.sealed = seal_text(owner=submission_id, text=text, context=message.context)
    message.save()
    _log(SENT, submission_id=submission_id, by=by, message=str(message.pk))
    return message


def _same_just_now(*, submission_id: UUID, text: str, from_teller: bool) -> Message | None:
    since = timezone.now() - AGAIN
    lately = Message.objects.filter(submission_id=submission_id, from_teller=from_teller, at__gt=since)
    last = lately.last()
    return last if last is not None and texts_of([last]) == [text] else None


def texts_of(messages: list[Message]) -> list[str]:
    items = [(each.submission_id, bytes(each.sealed), each.context) for each in messages]
    return [text or "" for text in open_texts(items=items)]


def _nudge(*, submission_id: UUID) -> None:
    """Somebody who left a safe way to be reached is told that there is something; never what."""
    try:
        kind_named(NUDGE)
    except UnknownKind:
        return
    enqueue(kind=NUDGE, object_id=submission_id)


def read_as_teller(*, submission_id: UUID) -> list[Line]:
    """All of them, the oldest first; those from us count as read from now on."""
    return _read(submission_id=submission_id, as_teller=True)


def read_as_editor(*, story_id: UUID, by: User) -> list[Line]:
    """As above, for those who may write, and logged like any look at sealed words. MessageRefused, WhyNotSaid."""
    story = Story.objects.get(pk=story_id)
    if not may_write(story=story, by=by):
        raise MessageRefused(_("Take this story first: its teller then hears from one person."))
    if story.stage in (Stage.WITHDRAWN, Stage.ERASED):
        raise MessageRefused(_("This story was taken back, so nothing more is kept with it."))
    if Message.objects.filter(submission_id=story_id, from_teller=True).exists():
        log_look(story_id=story_id, reference=story.reference, by=by, data={"messages": 1})
    return _read(submission_id=story_id, as_teller=False)


def _read(*, submission_id: UUID, as_teller: bool) -> list[Line]:
    messages = list(Message.objects.filter(submission_id=submission_id))
    texts = texts_of(messages)
    lines = [
        Line(
            each.from_teller,
            text,
            each.at,
            new=each.from_teller != as_teller and each.read_at is None,
            seen=each.read_at is not None,
        )
        for each, text in zip(messages, texts, strict=True)
    ]
    unread = [each.pk for each, line in zip(messages, lines, strict=True) if line.new]
    if unread:
        Message.objects.filter(pk__in=unread).update(read_at=timezone.now())
    return lines


def unread_by_teller(*, submission_id: UUID) -> int:
    waiting = Message.objects.filter(submission_id=submission_id, from_teller=False, read_at=None)
    return int(waiting.count())


def unread_by_editors(*, story_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many wait, by story; one query. A count is all that a list ever shows."""
    waiting = Message.objects.filter(submission_id__in=story_ids, from_teller=True, read_at=None)
    return dict(waiting.order_by().values_list("submission_id").annotate(Count("pk")))


def _log(action: str, *, submission_id: UUID, by: User | None, **data: str | int) -> None:
    code = Submission.objects.values_list("reference", flat=True).get(pk=submission_id)
    audit.record(action=action, user=by, reference=code, object_id=submission_id, data=data)
