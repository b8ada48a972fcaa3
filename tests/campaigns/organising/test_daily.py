"""The look at each campaign every morning."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.organising.daily import KIND, forget_on, watch_campaigns
from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.run_now import drain
from tests.campaigns.factories import make_campaign, make_coordinator

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def campaign() -> Campaign:
    campaign = make_campaign()
    campaign.contacts.create(role="Matron", name="Pat Example")
    campaign.meetings.create(on=TODAY, title="Tea with Pat Example", agenda="x", safety_plan="x")
    return campaign


def due_now() -> None:
    Job.objects.filter(kind=KIND, state=JobState.QUEUED).update(due_at=timezone.now())
    drain()


def waiting() -> list[Job]:
    return list(Job.objects.filter(kind=KIND, state=JobState.QUEUED))


def test_a_new_campaign_is_looked_at_tomorrow_morning_and_every_morning_after(campaign):
    make_coordinator()
    campaign.commitments.create(text="x", owner="x", made_on=TODAY, due_on=TODAY)
    drain()
    assert mail.outbox == []
    due_now()
    assert len(mail.outbox) == 1
    [tomorrow] = waiting()
    at = timezone.localtime(tomorrow.due_at)
    assert (at.date(), at.hour) == (TODAY + dt.timedelta(days=1), 7)
    watch_campaigns()
    assert waiting() == [tomorrow]
    due_now()
    assert len(mail.outbox) == 1


def test_a_campaign_from_before_is_taken_up_and_one_that_is_gone_is_no_fault(campaign):
    Job.objects.all().delete()
    watch_campaigns()
    assert len(waiting()) == 1
    Campaign.objects.all().delete()
    due_now()
    assert Job.objects.get().state == JobState.DONE


def test_contacts_are_forgotten_so_many_months_after_the_end_and_not_before(campaign, settings):
    settings.CONTACTS_MONTHS = 3
    assert forget_on(ended_on=dt.date(2026, 11, 30)) == dt.date(2027, 2, 28)
    due_now()
    Campaign.objects.update(ended_on=TODAY - dt.timedelta(days=80))
    due_now()
    assert campaign.contacts.get().name == "Pat Example"
    Campaign.objects.update(ended_on=TODAY - dt.timedelta(days=93))
    due_now()
    assert not campaign.contacts.exists()
    assert campaign.meetings.get().title == "Tea with Matron"


def test_mail_that_does_not_go_out_stops_neither_forgetting_nor_the_days_after(
    campaign, settings, monkeypatch
):
    settings.CONTACTS_MONTHS = 0
    Campaign.objects.update(ended_on=TODAY)

    def refuse(**_kwargs: object) -> int:
        raise OSError("The mail server is away.")

    monkeypatch.setattr("campaigns.organising.daily.send_reminders", refuse)
    due_now()
    assert not campaign.contacts.exists()
    again, tomorrow = sorted(waiting(), key=lambda job: job.due_at)
    assert again.attempts == 1
    assert tomorrow.due_at > timezone.now() + dt.timedelta(hours=1)
