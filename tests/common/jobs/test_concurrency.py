"""Many at once, on real connections: one claim wins, one twin is made, one runs at a time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections, transaction
from django.utils import timezone

from common.jobs import lease
from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.registry import kind_named
from common.jobs.service import enqueue

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 6


def all_at_once(act: Callable[[int], object]) -> list[object]:
    """ACT in MANY threads, each on a connection of its own, begun together."""
    start = Barrier(MANY)

    def one(number: int) -> object:
        start.wait()
        try:
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


def claim(job):
    return lease.claim(job=job, kind=kind_named(job.kind))


@pytest.mark.parametrize("abandoned", [False, True])
def test_one_claim_wins(make_job, abandoned):
    job = make_job()
    if abandoned:
        Job.objects.update(
            state=JobState.RUNNING, token=uuid4(), lease_until=timezone.now() - timedelta(seconds=1)
        )
    won = [each for each in all_at_once(lambda number: claim(job)) if each]
    assert len(won) == 1
    job.refresh_from_db()
    assert (job.attempts, job.token) == (1, won[0].token)


def test_jobs_for_one_object_do_not_run_side_by_side(make_job, kind):
    name, about = kind(unique=True), str(uuid4())
    jobs = [make_job(kind=name, object_id=about) for _ in range(MANY)]
    won = [each for each in all_at_once(lambda number: claim(jobs[number])) if each]
    assert len(won) == 1
    assert Job.objects.filter(state=JobState.RUNNING).count() == 1


def test_many_askers_make_one_job(kind, rung):
    name, about = kind(unique=True), uuid4()
    made = all_at_once(lambda number: enqueue(kind=name, object_id=about).id)
    assert len(set(made)) == 1
    assert Job.objects.count() == 1


def test_a_twin_handed_out_cannot_start_before_its_asker_commits(kind, rung):
    """Or the run would read what stood there before, and nobody would run again."""
    name, about = kind(unique=True), uuid4()
    first = enqueue(kind=name, object_id=about)
    order: list[str] = []

    def act(number):
        if number == 0:
            with transaction.atomic():
                assert enqueue(kind=name, object_id=about) == first
                together.wait()
                pause.wait(0.5)
                order.append("committed")
        elif number == 1:
            together.wait()
            claim(first)
            order.append("claimed")

    from threading import Event

    together, pause = Barrier(2), Event()
    all_at_once(act)
    assert order == ["committed", "claimed"]
