"""What the reports say: counts, references and dates. No word of a story can get in here: no query opens one.

The lists are as long as what they list; `most` cuts them for a page. Each report is a fixed number of queries.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Avg,
    Count,
    Max,
    Min,
    QuerySet,
)
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import User
from stories.enums import DONE, Stage, SubmissionState, Why
from stories.looks import LOOKS
from stories.models import StageStay, Story
from stories.querysets import latest_consents
from stories.safeguarding import open_flags

LOOKING_BACK = dt.timedelta(days=90)
LOOKS_BACK = dt.timedelta(days=30)
SOON = dt.timedelta(days=60)


@dataclass(frozen=True)
class StageTimes:
    """Of stories that stand at STAGE now, how many and since when the longest; of stays that ended lately, how many
    and how long on average."""

    stage: Stage
    now: int
    longest_since: dt.datetime | None
    left: int
    average: dt.timedelta | None


def stage_times() -> list[StageTimes]:
    """For every stage at which something waits, in the order of the road."""
    waiting = Story.objects.exclude(stage__in=DONE).order_by()
    now = {
        stage: (stories, longest)
        for stage, stories, longest in waiting.values_list("stage").annotate(Count("pk"), Min("stage_since"))
    }
    lately = StageStay.objects.filter(until__gte=timezone.now() - LOOKING_BACK)
    ended = {
        stage: (stays, dt.timedelta(seconds=seconds))
        for stage, stays, seconds in lately.values_list("stage").annotate(Count("pk"), Avg("seconds"))
    }
    return [
        StageTimes(stage, *now.get(stage, (0, None)), *ended.get(stage, (0, None)))
        for stage in Stage
        if stage not in DONE
    ]


@dataclass(frozen=True)
class Listed:
    """The first of a list, and how many there are in all."""

    rows: Sequence[Any]
    total: int


def _first(rows: QuerySet[Any], most: int | None) -> Listed:
    if most is None:
        everything = list(rows)
        return Listed(everything, len(everything))
    return Listed(list(rows[:most]), rows.count())


def with_tellers(*, most: int | None) -> Listed:
    """Stories whose teller was asked and has not answered, the longest first."""
    waiting = Story.objects.filter(stage=Stage.WITH_TELLER).order_by("stage_since", "pk")
    return _first(waiting.only("reference", "stage_since"), most)


def flags_open(*, most: int | None) -> Listed:
    return _first(open_flags(), most)


@dataclass(frozen=True)
class LooksOf:
    """How often one person looked at sealed words, in how many stories, the last time, and why: counts by reason."""

    user: User | None
    looks: int
    stories: int
    last: dt.datetime
    why: tuple[tuple[Why, int], ...]


def looks_by_person() -> list[LooksOf]:
    """In the last LOOKS_BACK; the most looks first. People who were removed are one row without a name."""
    looks = ModelLogEntry.objects.filter(
        action__in=LOOKS, timestamp__gte=timezone.now() - LOOKS_BACK
    ).order_by()
    by_reason: dict[int | None, list[tuple[Why, int]]] = {}
    for row in looks.values("user", "data__why").annotate(n=Count("pk")):
        if row["data__why"] in Why.values:
            by_reason.setdefault(row["user"], []).append((Why(row["data__why"]), row["n"]))
    counted = list(
        looks.values("user").annotate(
            n=Count("pk"), stories=Count("object_id", distinct=True), last=Max("timestamp")
        )
    )
    people = User.objects.in_bulk([row["user"] for row in counted if row["user"]])
    return sorted(
        (
            LooksOf(
                people.get(row["user"]),
                row["n"],
                row["stories"],
                row["last"],
                tuple(by_reason.get(row["user"], ())),
            )
            for row in counted
        ),
        key=lambda each: -each.looks,
    )


def consents_ending(*, most: int | None) -> Listed:
    """Answers that count, or will, and run out within SOON; the soonest first. A newer answer takes the place."""
    now = timezone.now()
    ending = latest_consents().filter(granted=True, expires_at__gt=now, expires_at__lte=now + SOON)
    rows = ending.filter(submission__state=SubmissionState.SENT).select_related("submission")
    return _first(rows.order_by("expires_at", "pk"), most)
