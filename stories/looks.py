"""Sitting down with a story's sealed words, and every look at them: who, when, which part, and why.

The log is the only record of it: a sitting is an entry, and so is each look in it. Codes and ids, never words.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit
from stories.enums import Extent, Stage, Why
from stories.errors import StageRefused
from stories.models import Story

BEGUN, REST = "heard.sitting", "heard.open_rest"
READ, LISTENED = "heard.read_sealed", "heard.listen_sealed"
LOOKS = (READ, LISTENED)
READ_SAFE = "heard.read_safe"  # a second reader met the safe version: nothing sealed, and heavy all the same
SITTING = dt.timedelta(hours=8)  # a working day: the next morning the reason is asked for again
OVER = (Stage.WITHDRAWN, Stage.ERASED)


class WhyNotSaid(PermissionDenied):
    """Whoever wants to look has not said why in this sitting. Nothing was opened."""


@dataclass(frozen=True)
class Sitting:
    why: Why
    since: dt.datetime


def sit_down(*, story_id: UUID, why: Why, by: User) -> None:
    """BY says why they are going to look. Raises StageRefused when there is nothing left to look at."""
    story = Story.objects.get(pk=story_id)
    if story.stage in OVER:
        where = Stage(story.stage).label
        raise StageRefused(_("Its sealed words are closed at the stage “%s”.") % where)
    data = {"why": why.value}
    audit.record(action=BEGUN, user=by, reference=story.reference, object_id=story_id, data=data)


def sitting(*, story_id: UUID, by: User) -> Sitting | None:
    """What BY said last about this story, in the last SITTING."""
    began = _entries(story_id, by, BEGUN).filter(timestamp__gt=timezone.now() - SITTING).first()
    return Sitting(Why(began.data["why"]), began.timestamp) if began else None


def sit_on(*, story_id: UUID, by: User) -> bool:
    """A page of theirs stood open past the end of a sitting: what they send from it is not lost, the reason stands."""
    last = _entries(story_id, by, BEGUN).first()
    if last is not None:
        sit_down(story_id=story_id, why=Why(last.data["why"]), by=by)
    return last is not None


def log_look(*, story_id: UUID, reference: str, by: User, data: audit.Data, action: str = READ) -> None:
    """To be called before anything is opened. Raises WhyNotSaid, and then nothing may be opened."""
    now = sitting(story_id=story_id, by=by)
    if now is None:
        raise WhyNotSaid
    facts = {**data, "why": now.why.value}
    audit.record(action=action, user=by, reference=reference, object_id=story_id, data=facts)


def parts_seen(*, story_id: UUID, by: User) -> set[str]:
    """The ids of the parts that BY has opened to their end, ever."""
    looks = _entries(story_id, by, READ)
    return {look.data.get("part", "") for look in looks if look.data.get("extent") != Extent.FIRST}


def rest_opened(*, story_id: UUID, by: User) -> set[str]:
    """The ids of the parts that BY went on with, past their first lines, in this sitting."""
    now = sitting(story_id=story_id, by=by)
    if now is None:
        return set()
    went_on = _entries(story_id, by, REST).filter(timestamp__gte=now.since)
    return {entry.data["part"] for entry in went_on}


def _entries(story_id: UUID, by: User, action: str) -> QuerySet[Any]:
    return audit.entries_for(story_id).filter(action=action, user=by)
