"""A look at each campaign every morning: who must be reminded, and whether its contacts are to be forgotten."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.organising.contacts import forget_contacts
from campaigns.organising.reminders import send_reminders
from common.jobs.service import enqueue
from stories.consent import add_months

KIND = "look_after_campaign"
MORNING = dt.time(7)


def look_after(*, campaign_id: int) -> None:
    """Tomorrow's look is asked for first, so that nothing which fails today stops the days after. NotReminded."""
    campaign = Campaign.objects.filter(pk=campaign_id).first()
    if campaign is None:
        return
    look_tomorrow(campaign_id=campaign_id)
    if campaign.ended_on and forget_on(ended_on=campaign.ended_on) <= timezone.localdate():
        forget_contacts(campaign=campaign)
    send_reminders(campaign_id=campaign_id)


def forget_on(*, ended_on: dt.date) -> dt.date:
    """The day on which the contacts of a campaign that ended then are forgotten."""
    noon = timezone.make_aware(dt.datetime.combine(ended_on, dt.time(12)))
    return add_months(at=noon, months=settings.CONTACTS_MONTHS).date()


def look_tomorrow(*, campaign_id: int) -> None:
    morning = dt.datetime.combine(timezone.localdate() + dt.timedelta(days=1), MORNING)
    enqueue(kind=KIND, object_id=campaign_id, not_before=timezone.make_aware(morning))


def watch_campaigns() -> list[str]:
    """Ask for the look at every campaign: those from before there was one, too."""
    for pk in Campaign.objects.values_list("pk", flat=True):
        look_tomorrow(campaign_id=pk)
    return []
