"""Looking after those who read all day: how many heavy stories it was today, and when to stop and think.

Counted from the log of looks, so nothing more is written down about anybody than there was. Shown to the person and to
safeguarding leads alone. Never a lock: a story that somebody may be in danger in must be readable at any time.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import User
from stories.enums import ThemeGroup
from stories.looks import LOOKS, READ_SAFE
from stories.models import DailyLimit, Story

EXPOSED = (*LOOKS, READ_SAFE)
WEEKS = 4


class LimitRefused(ValueError):
    """The number cannot be somebody's limit."""


@dataclass(frozen=True)
class Reminder:
    """Before one more: how many heavy stories it was today, and how many the person wanted at most."""

    heavy: int
    most: int


@dataclass(frozen=True)
class Day:
    date: dt.date
    stories: int
    heavy: int
    looks: int


@dataclass(frozen=True)
class Exposure:
    """Somebody's days in the last WEEKS, the latest first."""

    user: User
    most: int
    days: tuple[Day, ...]

    @property
    def this_week(self) -> int:
        """Heavy stories in the last seven days."""
        since = timezone.localdate() - dt.timedelta(days=6)
        return sum(day.heavy for day in self.days if day.date >= since)


def most_a_day(*, user: User) -> int:
    own = DailyLimit.objects.filter(user=user).values_list("most", flat=True).first()
    return min(own, settings.HEAVY_STORIES_A_DAY) if own else settings.HEAVY_STORIES_A_DAY


def set_most_a_day(*, user: User, most: int) -> None:
    """Raises LimitRefused for more than everybody has, or for none."""
    if not 1 <= most <= settings.HEAVY_STORIES_A_DAY:
        raise LimitRefused
    DailyLimit.objects.update_or_create(user=user, defaults={"most": most})


def remind(*, story_id: UUID, by: User) -> Reminder | None:
    """When BY has had as many heavy stories today as they wanted, and this is another. Three queries at most."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    opened = set(_exposed(by).filter(timestamp__gte=midnight).values_list("object_id", flat=True).distinct())
    if str(story_id) in opened:
        return None
    most = most_a_day(user=by)
    if len(opened) < most:
        return None
    heavy = _heavy_of([*opened, str(story_id)])
    if str(story_id) not in heavy or len(heavy) - 1 < most:
        return None
    return Reminder(len(heavy) - 1, most)


def exposure(*, user: User) -> Exposure:
    """For USER, or a safeguarding lead of theirs, and for nobody else: the caller sees to it."""
    since = timezone.now() - dt.timedelta(weeks=WEEKS)
    rows = list(
        _exposed(user)
        .filter(timestamp__gte=since)
        .annotate(day=TruncDate("timestamp"))
        .values("day", "object_id")
        .annotate(n=Count("pk"))
    )
    heavy = _heavy_of({row["object_id"] for row in rows})
    by_day: dict[dt.date, list[Any]] = {}
    for row in rows:
        by_day.setdefault(row["day"], []).append(row)
    days = (
        Day(
            day,
            len(listed),
            sum(row["object_id"] in heavy for row in listed),
            sum(row["n"] for row in listed),
        )
        for day, listed in by_day.items()
    )
    return Exposure(user, most_a_day(user=user), tuple(sorted(days, key=lambda day: day.date, reverse=True)))


def _exposed(user: User) -> QuerySet[Any]:
    entries: QuerySet[Any] = ModelLogEntry.objects.filter(user=user, action__in=EXPOSED).order_by()
    return entries


def _heavy_of(ids: Iterable[str]) -> set[str]:
    """Those with a content note, and those of which nobody has said yet what is in them."""
    notes = Count("themes", filter=Q(themes__group=ThemeGroup.CONTENT_NOTES))
    found = (
        Story.objects.filter(pk__in=list(ids))
        .order_by()
        .annotate(notes=notes, described=Count("themes"))
        .filter(Q(notes__gt=0) | Q(described=0))
    )
    return {str(pk) for pk in found.values_list("pk", flat=True)}
