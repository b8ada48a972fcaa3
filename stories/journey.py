"""Where a story stands, in the teller's words, with the days on which each step was reached."""

import datetime as dt
import statistics
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common import audit
from stories.enums import SET_ASIDE, Stage, SubmissionState
from stories.models import Story, StoryVersion, Submission

ENOUGH = 20  # stories that must have been looked at before we say how long it takes
LOOKED_BACK = 60  # the latest of them count
A_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Step:
    name: object
    words: object
    state: str  # done, now or next
    reached: dt.datetime | None


@dataclass(frozen=True)
class Standing:
    stage: Stage
    since: dt.datetime
    steps: tuple[Step, ...]
    asked: bool  # the teller is asked to look
    held: bool
    usually: str  # how long it takes until they are asked, from our own figures; empty when there are too few


ORDER: tuple[tuple[tuple[Stage, ...], object, object], ...] = (
    (
        (Stage.ARRIVED, Stage.TRANSCRIBING),
        _("We have it"),
        _(
            "It is sealed. A recording is turned into words on our own machines, before anybody reads it. "
            "If something in it speaks of danger, one person looks at that first."
        ),
    ),
    (
        (Stage.ANONYMISING,),
        _("An editor is making it safe"),
        _("One person takes out names, places and dates that could show who you are."),
    ),
    (
        (Stage.SECOND_READING,),
        _("A second person reads it"),
        _("Somebody else checks that nothing was missed."),
    ),
    (
        (Stage.WITH_TELLER,),
        _("You look at it"),
        _(
            "You see exactly what others would see. Nothing goes anywhere until you say yes. No answer means no."
        ),
    ),
    (
        (Stage.READY, Stage.PUBLISHED),
        _("It is ready for what you agreed to"),
        _(
            "It can be used only for the uses you said yes to. You can change that, or take it back, at any time."
        ),
    ),
)


def stage_for_teller(*, story: Story) -> Stage:
    """Where it goes on, while it is set aside: what we look into meanwhile is no matter for a shared screen."""
    return Stage(story.resume_stage) if story.stage in SET_ASIDE else Stage(story.stage)


WAITING = (Stage.ARRIVED, Stage.TRANSCRIBING, Stage.ANONYMISING, Stage.SECOND_READING)


def where_it_stands(*, submission: Submission) -> Standing:
    story = submission.story
    stage = stage_for_teller(story=story)
    at = next((i for i, (stages, _name, _words) in enumerate(ORDER) if stage in stages), 0)
    days = _days(submission=submission)
    steps = tuple(
        Step(
            name,
            words,
            "done" if i < at else "now" if i == at else "next",
            None if i > at else next((days[stage] for stage in stages if stage in days), None),
        )
        for i, (stages, name, words) in enumerate(ORDER)
    )
    return Standing(
        stage,
        story.stage_since,
        steps,
        story.stage == Stage.WITH_TELLER,
        story.stage == Stage.HELD,
        how_long_it_takes() if stage in WAITING else "",
    )


def _days(*, submission: Submission) -> dict[Stage, dt.datetime]:
    """When each stage was reached last: a story that went back for changes begins again from there."""
    moves = audit.entries_for(submission.pk).filter(action="heard.stage").order_by("timestamp", "id")
    reached = {
        Stage(entry.data["to"]): entry.timestamp for entry in moves if entry.data.get("to") in Stage.values
    }
    sent = submission.sent_at or submission.created_at
    story = submission.story
    return reached | {Stage.ARRIVED: sent, Stage.TRANSCRIBING: sent, Stage(story.stage): story.stage_since}


def how_long_it_takes() -> str:
    """From sending to being asked, for half of our latest stories; nothing at all while there are few of them."""
    first = StoryVersion.objects.filter(
        number=1, second_read_at__isnull=False, story__submission__fictional=False
    )
    first = first.exclude(story__submission__state=SubmissionState.ERASED)
    rows = first.order_by("-second_read_at").values_list("second_read_at", "story__submission__sent_at")
    took = sorted(
        asked - sent for asked, sent in rows[:LOOKED_BACK] if asked is not None and sent is not None
    )
    if len(took) < ENOUGH:
        return ""
    quarter, _half, three_quarters = statistics.quantiles([each / A_WEEK for each in took], n=4)
    low, high = max(1, round(quarter)), max(1, round(three_quarters))
    if low == high:
        return ngettext(
            "For half of our latest stories this took about %(high)d week.",
            "For half of our latest stories this took about %(high)d weeks.",
            high,
        ) % {"high": high}
    return ngettext(
        "For half of our latest stories this took between %(low)d and %(high)d week.",
        "For half of our latest stories this took between %(low)d and %(high)d weeks.",
        high,
    ) % {"low": low, "high": high}
