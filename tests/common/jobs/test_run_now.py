from datetime import timedelta

from django.utils import timezone

from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.run_now import drain
from common.jobs.service import enqueue


def test_drain_runs_what_is_due_in_order_with_what_that_enqueues(db, kind, rung):
    seen = []
    last = kind(lambda run: seen.append("last"))

    def first(run):
        seen.append("first")
        enqueue(kind=last, object_id=1)

    enqueue(kind=kind(first), object_id=1)
    enqueue(kind=kind(lambda run: seen.append("second")), object_id=1)
    enqueue(
        kind=kind(lambda run: seen.append("never")),
        object_id=1,
        not_before=timezone.now() + timedelta(hours=1),
    )
    assert drain() == 3
    assert seen == ["first", "second", "last"]
    assert drain() == 0


def test_drain_stops_at_its_limit(db, kind, rung):
    def again(run):
        enqueue(kind=name, object_id=run.object_id)

    name = kind(again)
    enqueue(kind=name, object_id=1)
    assert drain(limit=4) == 4


def test_drain_takes_over_what_was_abandoned_and_leaves_what_is_held(make_job, kind, ago):
    seen = []
    name = kind(lambda run: seen.append(run.job_id))
    dead = make_job(kind=name, state=JobState.RUNNING, attempts=1, lease_until=ago(seconds=1))
    make_job(
        kind=name, state=JobState.RUNNING, attempts=1, lease_until=timezone.now() + timedelta(seconds=60)
    )
    assert drain() == 1
    assert seen == [dead.id]


def test_drain_passes_over_a_job_it_cannot_have(make_job, kind):
    name = kind(lambda run: None, unique=True)
    stranger = make_job(kind="from_a_newer_release", object_id="1")
    ours = make_job(kind=name, object_id="1")
    assert drain() == 1
    assert Job.objects.get(pk=stranger.pk).state == JobState.QUEUED
    assert Job.objects.get(pk=ours.pk).state == JobState.DONE
