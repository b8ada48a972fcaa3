"""Promises and meetings as moments in their order."""

import datetime as dt

import pytest
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.organising.timeline import timeline_of
from tests.campaigns.factories import make_campaign

pytestmark = pytest.mark.django_db


def day(number: int) -> dt.date:
    """So many days from today."""
    return timezone.localdate() + dt.timedelta(days=number)


@pytest.fixture
def campaign() -> Campaign:
    campaign = make_campaign()
    promise = campaign.commitments.create
    promise(text="clock", owner="x", made_on=day(-90), due_on=day(-60), settled="kept", settled_on=day(-50))
    promise(text="count", owner="x", made_on=day(-80), due_on=day(-10))
    promise(text="talk", owner="x", made_on=day(-70), due_on=day(30), evidence="We were told.")
    promise(text="door", owner="x", made_on=day(-65), settled="broken")
    promise(text="garden", owner="x", made_on=day(-40))
    campaign.meetings.create(on=day(-90), title="first meeting")
    campaign.meetings.create(on=day(14), title="next meeting")
    return campaign


def told(moments) -> list[str]:
    return [f"{m.what} {m.promise.text if m.promise else m.meeting.title}" for m in moments]


def test_a_promise_stands_where_it_was_made_and_where_it_was_due_or_settled(campaign):
    found = timeline_of(promises=campaign.commitments.all(), meetings=campaign.meetings.all())
    assert told(found.past) == [
        "meeting first meeting",
        "promised clock",
        "promised count",
        "promised talk",
        "promised door",
        "kept clock",
        "promised garden",
        "late count",
    ]
    assert told(found.to_come) == ["meeting next meeting", "due talk"]
    assert not timeline_of(promises=[])


def test_how_it_is_known_stands_once_beside_the_last_moment(campaign):
    found = timeline_of(promises=campaign.commitments.all())
    moments = [*found.past, *found.to_come]
    last = {moment.promise.text: moment.on for moment in moments}
    shown = {m.promise.text: m.on for m in moments if m.with_evidence}
    assert shown == last
    assert sum(m.with_evidence for m in moments) == 5
    labels = {m.promise.text: m.label for m in moments if m.with_evidence}
    assert labels == {
        "clock": "Kept",
        "count": "Late",
        "talk": "Due",
        "door": "Broken",
        "garden": "Promised",
    }


def test_a_promise_is_late_the_day_after_and_not_on_the_day(campaign):
    campaign.commitments.all().delete()
    campaign.commitments.create(text="today", owner="x", made_on=day(-1), due_on=day(0))
    campaign.commitments.create(text="gone", owner="x", made_on=day(-2), due_on=day(-1))
    found = timeline_of(promises=campaign.commitments.all())
    assert told(found.past)[1:] == ["promised today", "late gone", "due today"]
