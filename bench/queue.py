"""The editors' queue with 50,000 stories: server time and queries of its first page, of a later one, and by filter.

Half of them wait, at every stage; half are published, and longer ago. Nothing sealed is needed for a list, so the
stories here have parts without words in them.
"""

import datetime as dt
import statistics
import time
from uuid import UUID, uuid4

from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.membership import grant_role
from accounts.models import Organisation, User
from accounts.people import invite
from bench.ratio import Ratio
from stories.enums import DONE, PartKind, Stage, SubmissionState, ThemeGroup
from stories.models import SealedPart, Story, Submission, Teller, Theme

FEW, MANY = 50, 50_000
BATCH, ROUNDS = 2_000, 15
MOST = 150  # milliseconds
QUEUE = "/admin/stories/queue/"
WAITING = [stage for stage in Stage if stage not in DONE]
NOTE = "bench-note"
ASKED = {
    "first page": "",
    "one stage": "?stage=anonymising",
    "published": "?stage=published",
    "mine": "?who=mine",
    "nobody's": "?who=nobody",
    "second reading": "?who=second",
    "in Welsh, of which there are none": "?language=cy",
    "by a content note": f"?note={NOTE}",
    "with a flag, of which there are none": "?flag=open",
    "longer than 30 days": "?longer=30",
}


def measure() -> list[Ratio]:
    editor, client = _editor()
    make_waiting(FEW, editor=editor)
    few = count_queries(client, QUEUE)
    make_waiting(MANY - FEW, editor=editor, before=FEW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    pages = ASKED | {"a page in the middle": _middle()}
    found = [
        Ratio(
            f"queue at 50,000, {name}",
            processor_seconds(client, QUEUE + query) * 1000,
            MOST,
            "ms a page",
            1.0,
            "lower",
        )
        for name, query in pages.items()
    ]
    many = count_queries(client, QUEUE)
    return [*found, Ratio("queries of the queue, 50,000 beside 50", many, few, "queries", 1.0, "lower")]


def _editor() -> tuple[User, Client]:
    return user_in(Role.EDITOR)


def user_in(role: Role) -> tuple[User, Client]:
    """Somebody with ROLE, and a browser in which they are signed in with their second factor."""
    user = invite(email=f"bench-{role.value}@heard.invalid", name="Bench", by=None)
    host, _new = Organisation.objects.get_or_create(name="Bench host", kind=OrganisationKind.HOST)
    grant_role(user=user, organisation=host, role=role, by=None)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": timezone.now().timestamp()}]
    session.save()
    return user, client


def make_waiting(number: int, *, editor: User, before: int = 0) -> None:
    note = Theme.objects.get_or_create(
        slug=NOTE, defaults={"group": ThemeGroup.CONTENT_NOTES, "label": "A note", "position": 1}
    )[0]
    now = timezone.now()
    for start in range(before, before + number, BATCH):
        _make_batch(range(start, min(start + BATCH, before + number)), editor=editor, note=note, now=now)


def _make_batch(numbers: range, *, editor: User, note: Theme, now: dt.datetime) -> None:
    tellers = Teller.objects.bulk_create(Teller() for _ in numbers)
    submissions = Submission.objects.bulk_create(
        Submission(id=uuid4(), reference=f"Q-{n:08d}", teller=teller, state=SubmissionState.SENT, sent_at=now)
        for n, teller in zip(numbers, tellers, strict=True)
    )
    SealedPart.objects.bulk_create(
        SealedPart(submission=each, kind=PartKind.WRITTEN, text_length=2_000) for each in submissions
    )
    stories = Story.objects.bulk_create(
        _story(each, number=n, editor=editor, now=now) for n, each in zip(numbers, submissions, strict=True)
    )
    through = Story.themes.through
    through.objects.bulk_create(through(story_id=story.pk, theme_id=note.pk) for story in stories[::10])


def _story(submission: Submission, *, number: int, editor: User, now: dt.datetime) -> Story:
    done = number % 2 == 0
    return Story(
        id=submission.pk,
        submission=submission,
        reference=submission.reference,
        stage=Stage.PUBLISHED if done else WAITING[number // 2 % len(WAITING)],
        stage_since=now - dt.timedelta(days=200 if done else 0, minutes=number),
        editor=editor if number % 1001 == 0 else None,
    )


def _middle() -> str:
    story = Story.objects.waiting().order_by("stage_since", "pk")[MANY // 4]
    return f"?after={story.stage_since:%Y-%m-%dT%H:%M:%S.%f}%2B00:00_{UUID(str(story.pk))}"


def processor_seconds(client: Client, path: str) -> float:
    """Processor time, so that a busy machine does not count: the median of ROUNDS pages."""
    _ask(client, path)
    each = []
    for _ in range(ROUNDS):
        began = time.process_time()
        _ask(client, path)
        each.append(time.process_time() - began)
    return statistics.median(each)


def count_queries(client: Client, path: str) -> int:
    _ask(client, path)
    with CaptureQueriesContext(connections["default"]) as asked:
        _ask(client, path)
    return len(asked)


def _ask(client: Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
