"""The reports with 50,000 stories, their stays, answers and looks: server time and queries of each page."""

import datetime as dt

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.enums import Role
from accounts.models import User
from bench.queue import MANY, MOST, count_queries, make_waiting, processor_seconds, user_in
from bench.ratio import Ratio
from stories.admin.reports import ALL
from stories.enums import Purpose, Stage, Why
from stories.looks import READ
from stories.models import ConsentRecord, StageStay, Story
from stories.wording import current_wording

FEW = 50
LOOKS, DAYS = 4, 400  # looks at each story, spread over so many days


def measure() -> list[Ratio]:
    lead, client = user_in(Role.SAFEGUARDING_LEAD)
    _make(FEW, lead)
    few = {report.slug: _asked(client, report.slug) for report in ALL}
    _make(MANY - FEW, lead, before=FEW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    times = [
        Ratio(
            f"report at 50,000, {report.slug}",
            processor_seconds(client, _address(report.slug)) * 1000,
            MOST,
            "ms a page",
            1.0,
            "lower",
        )
        for report in ALL
    ]
    more = [report.slug for report in ALL if _asked(client, report.slug) > few[report.slug]]
    return [
        *times,
        Ratio("reports that ask more at 50,000 than at 50", len(more), 1, "reports", 0.0, "lower"),
    ]


def _address(slug: str) -> str:
    return f"/admin/reports/stories/{slug}/"


def _asked(client: Client, slug: str) -> int:
    return count_queries(client, _address(slug))


def _make(number: int, lead: User, *, before: int = 0) -> None:
    """Beside the stories: five stays of each, three answers, and LOOKS looks by one of a few people."""
    make_waiting(number, editor=lead, before=before)
    now = timezone.now()
    made = list(Story.objects.order_by("reference")[before : before + number])
    way = [Stage.ARRIVED, Stage.TRANSCRIBING, Stage.ANONYMISING, Stage.SECOND_READING, Stage.WITH_TELLER]
    StageStay.objects.bulk_create(
        (
            StageStay(
                stage=stage,
                until=now - dt.timedelta(days=n % DAYS),
                seconds=3600 * (n % 300),
            )
            for n, _story in enumerate(made)
            for stage in way
        ),
        batch_size=2000,
    )
    wording = current_wording(language="en")
    ConsentRecord.objects.bulk_create(
        (
            ConsentRecord(
                submission_id=story.pk,
                purpose=purpose,
                granted=True,
                wording=wording,
                given_at=now - dt.timedelta(days=300),
                effective_at=now - dt.timedelta(days=286),
                expires_at=now + dt.timedelta(days=n % DAYS),
            )
            for n, story in enumerate(made)
            for purpose in (Purpose.COUNTED, Purpose.WEBSITE, Purpose.ANY_PACK)
        ),
        batch_size=2000,
    )
    _look(made, lead, now)


def _look(made: list[Story], lead: User, now: dt.datetime) -> None:
    kind = ContentType.objects.get_for_model(Story)
    ModelLogEntry.objects.bulk_create(
        (
            ModelLogEntry(
                content_type=kind,
                object_id=str(story.pk),
                label=story.reference,
                action=READ,
                user=lead,
                timestamp=now - dt.timedelta(days=(n + look * 97) % DAYS),
                data={"part": str(story.pk), "why": Why.ANONYMISING.value},
            )
            for n, story in enumerate(made)
            for look in range(LOOKS)
        ),
        batch_size=2000,
    )
