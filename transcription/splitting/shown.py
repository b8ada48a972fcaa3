"""What the page of an old recording shows: its files, its stretches as they were typed, its people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from common.jobs.models import Job
from common.jobs.service import jobs_for
from stories.uploads.held import held_files
from transcription.enums import CardState, RipState
from transcription.models import Rip, RipCard
from transcription.players import spoken_length
from transcription.splitting.bringing import PREPARE
from transcription.splitting.names import CannotJoin, in_order, may_go_on
from transcription.splitting.stretches import MOST_PEOPLE, NOBODY, Row, left_over_ms, rows_of
from transcription.splitting.taking import TAKE
from transcription.splitting.times import say_time
from transcription.state import RecordingState, from_job

SPARE_ROWS = 3
WIDTH = 1000


@dataclass(frozen=True)
class Person:
    card: RipCard
    spans: list[tuple[str, str]]
    length: str
    state: RecordingState | None  # of its job, while there is one to speak of


def show_files(rip: Rip) -> dict[str, Any]:
    here = held_files(owner=rip.pk)
    try:
        here, why_not = in_order(here), ""
    except CannotJoin as error:
        here, why_not = sorted(here, key=lambda each: each.place), str(error)
    return {
        "files": here,
        "why_not": why_not,
        "may_go_on": may_go_on(here),
        "upload_limit": settings.UPLOAD_LIMIT,
        "limit": settings.PLAIN_UPLOAD_LIMIT,
    }


def show_job(rip: Rip) -> dict[str, Any]:
    job = jobs_for(object_id=rip.pk).filter(kind=PREPARE).first()
    return {"job": from_job(job) if job else None}


def show_people(rip: Rip) -> list[Person]:
    """Three queries, however many they are."""
    cards = list(rip.cards.prefetch_related("stretches"))
    jobs = Job.objects.filter(kind=TAKE, object_id__in=[str(card.pk) for card in cards])
    latest = {job.object_id: job for job in jobs.order_by("created_at", "id")}
    return [_person(card, latest.get(str(card.pk))) for card in cards]


def _person(card: RipCard, job: Job | None) -> Person:
    spans = [(each.start_ms, each.end_ms) for each in card.stretches.all()]
    length = sum(end - start for start, end in spans) / 1000
    tell = job is not None and card.state != CardState.TAKEN
    return Person(
        card,
        [(say_time(start), say_time(end)) for start, end in spans],
        spoken_length(length),
        from_job(job) if job is not None and tell else None,
    )


def show_split(rip: Rip, *, rows: Sequence[Row] | None = None, edits: int | None = None) -> dict[str, Any]:
    """ROWS and EDITS: as they were typed, where they could not be saved."""
    people = show_people(rip)
    taken = {person.card.number for person in people if person.card.state == CardState.TAKEN}
    kept = list(rows_of(rip)) if rows is None else list(rows)
    if not kept and not taken:
        kept = [Row(say_time(0), say_time(rip.duration_ms), "1")]
    spare = [Row("", "", NOBODY)] * SPARE_ROWS
    return {
        "people": people,
        "rows": [*kept, *spare],
        "numbers": [number for number in range(1, MOST_PEOPLE + 1) if number not in taken],
        "edits": rip.edits if edits is None else edits,
        "length": say_time(rip.duration_ms),
        "cut_short": rip.promised_ms > rip.duration_ms * 1.1 + 1000,
        "places": [(ms / 1000, say_time(ms)) for ms in rip.cut_places],
        "strip": strip(kept, rip=rip, people=people),
        "open": [person for person in people if person.card.state == CardState.OPEN],
        "busy": any(person.state and person.state.under_way for person in people),
        "left_over": spoken_length(left_over_ms(rip) / 1000),
    }


def strip(rows: Sequence[Row], *, rip: Rip, people: Sequence[Person]) -> list[dict[str, Any]]:
    """Where everybody is, to look at: the same is in the rows in words."""
    whole = max(rip.duration_ms, 1)
    taken = [
        (each.start_ms, each.end_ms, person.card.number)
        for person in people
        if person.card.state == CardState.TAKEN
        for each in person.card.stretches.all()
    ]
    typed = [(*row.span, int(row.who)) for row in rows if row.who.isascii() and row.who.isdigit()]
    return [
        {
            "x": round(start * WIDTH / whole),
            "width": max(round((end - start) * WIDTH / whole), 1),
            "who": who % 6,
        }
        for start, end, who in [*taken, *typed]
        if 0 <= start < end <= whole
    ]


def show_ended(rip: Rip) -> dict[str, Any]:
    return {"people": show_people(rip), "gone": rip.state == RipState.DESTROYED}
