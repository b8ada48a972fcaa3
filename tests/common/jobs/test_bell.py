"""A broker that is away costs a request almost nothing, and the job stays where it is."""

import time

import pytest
from celery import current_app
from django.db import transaction

from common.jobs import bell
from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.service import enqueue


class Sender:
    def __init__(self, error=None):
        self.sent, self.error = [], error

    def __call__(self, name, **options):
        if self.error:
            raise self.error
        self.sent.append((name, options["args"], options["queue"]))


def test_the_message_holds_the_id_and_nothing_else(make_job, monkeypatch):
    sender, job = Sender(), make_job()
    monkeypatch.setattr(current_app, "send_task", sender, raising=False)
    assert bell.ring(job_id=job.id, queue="media")
    assert sender.sent == [("jobs.run", [str(job.id)], "media")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "amqp://guest:guest@127.0.0.1:1//"])
def test_no_broker_no_failed_request(kind, url, broker_at):
    broker_at(url)
    began = time.monotonic()
    with transaction.atomic():
        job = enqueue(kind=kind(), object_id=1)
    assert time.monotonic() - began < 3
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED


@pytest.fixture
def broker_at(monkeypatch, settings):
    """Point bell's Celery at another broker, through the very settings that production uses."""
    from celery import Celery

    from config.celery import celery_settings

    def point(url):
        settings.CELERY_BROKER_URL = url
        app = Celery("elsewhere", set_as_current=False)
        app.conf.update(celery_settings())
        monkeypatch.setattr(bell, "current_app", app)

    return point
