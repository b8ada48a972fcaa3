"""What was promised, what became of it and when people met, as moments in their order."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import CommitmentState
from campaigns.models import Commitment, Meeting


class What(TextChoices):
    """In the order in which things of one day stand."""

    MEETING = "meeting", _("Meeting")
    PROMISED = "promised", _("Promised")
    KEPT = "kept", _("Kept")
    BROKEN = "broken", _("Broken")
    LATE = "late", _("Late")
    DUE = "due", _("Due")


ORDER = list(What)
ENDS = {
    CommitmentState.KEPT: What.KEPT,
    CommitmentState.BROKEN: What.BROKEN,
    CommitmentState.LATE: What.LATE,
    CommitmentState.OPEN: What.DUE,
}


def promise_anchor(promise: Commitment) -> str:
    """With its state, so that a reader of a feed is told again when it changes."""
    return f"promise-{promise.pk}-{promise.state}"


@dataclass(frozen=True)
class Moment:
    """One thing on one day. A promise has two: when it was made, and when it was due or settled."""

    on: dt.date
    what: What
    promise: Commitment | None = None
    meeting: Meeting | None = None
    with_evidence: bool = False

    @property
    def label(self) -> str:
        """What became of a promise stands where it came about, and with the promise itself when no day is known."""
        settled = self.what == What.PROMISED and self.promise and self.with_evidence
        return str(self.promise.state.label if self.promise and settled else self.what.label)

    @property
    def anchor(self) -> str:
        """Where a feed leads: the last moment of a promise, by what became of it."""
        return promise_anchor(self.promise) if self.promise and self.with_evidence else ""

    @property
    def state(self) -> str:
        return str(self.promise.state) if self.promise and self.with_evidence else ""


@dataclass(frozen=True)
class Timeline:
    past: list[Moment]
    to_come: list[Moment]
    today: dt.date

    def __bool__(self) -> bool:
        return bool(self.past or self.to_come)


def timeline_of(*, promises: Iterable[Commitment], meetings: Iterable[Meeting] = ()) -> Timeline:
    """MEETINGS are for the group's own eyes: leave them out on public pages."""
    moments = [moment for promise in promises for moment in _of_promise(promise)]
    moments += [Moment(meeting.on, What.MEETING, meeting=meeting) for meeting in meetings]
    moments.sort(key=lambda moment: (moment.on, ORDER.index(moment.what)))
    today = timezone.localdate()
    return Timeline(
        past=[moment for moment in moments if moment.on <= today],
        to_come=[moment for moment in moments if moment.on > today],
        today=today,
    )


def _of_promise(promise: Commitment) -> Iterator[Moment]:
    """What is known of it stands beside its last moment."""
    ended = promise.settled_on if promise.settled else promise.due_on
    yield Moment(promise.made_on, What.PROMISED, promise=promise, with_evidence=ended is None)
    if ended is not None:
        yield Moment(ended, ENDS[promise.state], promise=promise, with_evidence=True)
