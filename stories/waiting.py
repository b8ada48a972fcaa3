"""Who sees which waiting stories, in which order: their own first, then those that wait longest.

Made to cost the same with 50,000 stories as with 50: a page begins where the last one ended (no counting, no offset)
and walks an index in its order; the counts read nothing but an index.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import User
from stories.enums import Stage
from stories.flag_enums import FlagState
from stories.models import LeftToOthers, SafeguardingFlag, Story, Theme
from stories.querysets import StoryQuerySet

MOST_OWN = 50  # of somebody's own stories, on the first page; "Mine" has them all


class Who(StrEnum):
    MINE = "mine"
    NOBODY = "nobody"
    SECOND = "second"  # waiting for a second reader, who could be they


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see; empty is anything. STAGE None: whatever waits."""

    stage: Stage | None = None
    who: str = ""
    language: str = ""
    note: str = ""  # the slug of a content note
    flagged: bool = False
    longer_than: int = 0  # days


@dataclass(frozen=True)
class Place:
    """Where a page ended: the next begins after it."""

    since: dt.datetime
    story_id: UUID

    def __str__(self) -> str:
        return f"{self.since.isoformat()}_{self.story_id}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """None when TEXT is none: whoever writes an address by hand begins at the beginning."""
        since, _mark, story_id = text.partition("_")
        try:
            place = cls(dt.datetime.fromisoformat(since), UUID(story_id))
        except ValueError:
            return None
        return place if timezone.is_aware(place.since) else None


@dataclass(frozen=True)
class Page:
    story_ids: list[UUID]
    after: Place | None  # where to go on; None: this was the last


def find_page(*, user: User, asked: Asked, after: Place | None, size: int) -> Page:
    """One page: USER's own first (all of them on the first page), then SIZE others."""
    found = narrow(Story.objects.not_left_by(user), user=user, asked=asked)
    own: list[UUID] = []
    if asked.who != Who.MINE:
        if after is None:
            mine = found.filter(editor=user).order_by("stage_since", "pk")
            own = list(mine.values_list("pk", flat=True)[:MOST_OWN])
        found = found.exclude(editor=user)
    return _go_on(found, own=own, after=after, size=size)


def find_left(*, user: User, after: Place | None, size: int) -> Page:
    """One page of those to which USER said *not this one*."""
    return _go_on(Story.objects.waiting().left_by(user), own=[], after=after, size=size)


def _go_on(found: StoryQuerySet, *, own: list[UUID], after: Place | None, size: int) -> Page:
    if after is not None:
        later = Q(stage_since__gt=after.since) | Q(pk__gt=after.story_id)
        found = found.filter(later, stage_since__gte=after.since)
    rows = list(found.order_by("stage_since", "pk").values_list("stage_since", "pk")[: size + 1])
    more = Place(*rows[size - 1]) if len(rows) > size else None
    return Page([*own, *(pk for _since, pk in rows[:size])], more)


def narrow(stories: StoryQuerySet, *, user: User, asked: Asked) -> StoryQuerySet:
    found = stories.waiting() if asked.stage is None else stories.filter(stage=asked.stage)
    found = _for_whom(found, user=user, who=asked.who)
    if asked.language:
        found = found.filter(submission__language=asked.language)
    if asked.note:
        noted = Theme.stories.through.objects.filter(theme__slug=asked.note)
        found = found.filter(pk__in=noted.values("story"))
    if asked.flagged:
        open_flags = SafeguardingFlag.objects.filter(state=FlagState.OPEN)
        found = found.filter(pk__in=open_flags.values("story"))
    if asked.longer_than:
        found = found.filter(stage_since__lt=timezone.now() - dt.timedelta(days=asked.longer_than))
    return found


def _for_whom(found: StoryQuerySet, *, user: User, who: str) -> StoryQuerySet:
    if who == Who.MINE:
        return found.filter(editor=user)
    if who == Who.NOBODY:
        return found.filter(editor=None)
    if who == Who.SECOND:
        # Theirs to read: nobody reads what they had a hand in.
        unread = found.filter(stage=Stage.SECOND_READING)
        return unread.exclude(anonymisers=user).exclude(current_version__anonymised_by=user)
    return found


def count_by_stage(*, user: User) -> dict[Stage, int]:
    """Of every stage, done ones too, without what USER left to others; two queries, from an index alone."""
    counts = _counted(Story.objects.all())
    left = _counted(Story.objects.left_by(user))
    return {stage: counts.get(stage, 0) - left.get(stage, 0) for stage in Stage}


def _counted(stories: StoryQuerySet) -> dict[str, int]:
    return dict(stories.order_by().values_list("stage").annotate(Count("pk")))


def count_left(*, user: User) -> int:
    return Story.objects.waiting().left_by(user).count()


def count_to_hear(*, user: User) -> int:
    """Of recordings that wait for a second person."""
    left = LeftToOthers.objects.filter(user=user).values("story")
    return Story.objects.with_copies_to_hear().exclude(pk__in=left).count()
