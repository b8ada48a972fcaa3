"""Who is reminded of what, once, and without a word of what it is about."""

import datetime as dt

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts.people import set_active
from campaigns.models import Campaign, Reminder
from campaigns.organising.reminders import NotReminded, send_reminders, want_reminders
from tests.campaigns.factories import make_campaign, make_coordinator, make_group

pytestmark = pytest.mark.django_db


def day(number: int) -> dt.date:
    """So many days from today."""
    return timezone.localdate() + dt.timedelta(days=number)


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign(make_group("Hill"))


@pytest.fixture
def ada(campaign):
    return make_coordinator(campaign.organisation)


def promise(campaign: Campaign, **fields: object) -> None:
    campaign.commitments.create(text="Secret promise", owner="Secret owner", made_on=day(-50), **fields)


def meeting(campaign: Campaign, **fields: object) -> None:
    campaign.meetings.create(title="Secret meeting", notes="Secret notes", **fields)


@pytest.mark.parametrize(
    ("fields", "subject"),
    [
        ({"due_on": day(8)}, None),
        ({"due_on": day(7)}, "A promise is due within a week"),
        ({"due_on": day(0)}, "A promise is due within a week"),
        ({"due_on": day(-1)}, "A promise is overdue"),
        ({"due_on": day(-1), "settled": "kept"}, None),
        ({"due_on": None}, None),
    ],
)
def test_promises_are_reminded_of_a_week_before_and_when_they_are_overdue(campaign, ada, fields, subject):
    promise(campaign, **fields)
    assert send_reminders(campaign_id=campaign.pk) == len(mail.outbox) == (1 if subject else 0)
    assert [letter.subject for letter in mail.outbox] == ([subject] if subject else [])


@pytest.mark.parametrize(
    ("fields", "sent"),
    [
        ({"on": day(7)}, 1),
        ({"on": day(8)}, 0),
        ({"on": day(-1)}, 0),
        ({"on": day(3), "agenda": "Hello"}, 1),
        ({"on": day(3), "agenda": "Hello", "safety_plan": "Breaks"}, 0),
        ({"on": day(3), "agenda": "Hello", "tellers_speak": False}, 0),
        ({"on": day(3), "safety_plan": "Breaks"}, 1),
    ],
)
def test_meetings_are_reminded_of_when_agenda_or_safety_plan_is_missing(campaign, ada, fields, sent):
    meeting(campaign, **fields)
    assert send_reminders(campaign_id=campaign.pk) == sent


def test_each_is_sent_once_for_each_of_its_days(campaign, ada):
    promise(campaign, due_on=day(3))
    meeting(campaign, on=day(3))
    assert [send_reminders(campaign_id=campaign.pk) for _ in range(3)] == [2, 0, 0]
    campaign.commitments.update(due_on=day(5))
    assert send_reminders(campaign_id=campaign.pk) == 1
    ids = [letter.extra_headers["Message-ID"] for letter in mail.outbox]
    assert len(set(ids)) == 3
    number = campaign.commitments.get().pk
    assert ids[0].startswith(f"<reminder-due-{number}-{day(3)}-{ada.pk}@")


def test_nothing_but_a_reference_and_a_link_is_in_it(campaign, ada, client):
    promise(campaign, due_on=day(3))
    meeting(campaign, on=day(3))
    campaign.contacts.create(role="Secret contact")
    send_reminders(campaign_id=campaign.pk)
    for letter in mail.outbox:
        whole = f"{letter.subject} {letter.body}"
        assert not [word for word in ("Secret", campaign.name, "Hill") if word in whole]
    number = campaign.commitments.get().pk
    assert f"Reference: promises-{number}\n" in mail.outbox[0].body
    client.force_login(ada)
    link = next(line for line in mail.outbox[0].body.splitlines() if "/promises/" in line)
    assert "Secret promise" in client.get("/" + link.split("/", 3)[3]).content.decode()


def test_only_this_groups_coordinators_who_want_them_and_may_sign_in(campaign, ada):
    quiet, gone, other = (make_coordinator(make_group(name)) for name in ("Hill", "Hill", "Valley"))
    want_reminders(user=quiet, organisation=campaign.organisation, wanted=False)
    want_reminders(user=quiet, organisation=campaign.organisation, wanted=False)
    want_reminders(user=ada, organisation=other.memberships.get().organisation, wanted=False)
    set_active(user=gone, active=False, by=None)
    promise(campaign, due_on=day(3))
    send_reminders(campaign_id=campaign.pk)
    assert [letter.to for letter in mail.outbox] == [[ada.email]]
    want_reminders(user=quiet, organisation=campaign.organisation, wanted=True)
    assert send_reminders(campaign_id=campaign.pk) == 1


def test_a_campaign_that_has_ended_reminds_nobody(campaign, ada):
    promise(campaign, due_on=day(3))
    Campaign.objects.update(ended_on=day(0))
    assert send_reminders(campaign_id=campaign.pk) == 0


def test_a_mailbox_that_refuses_keeps_nobody_else_waiting_and_is_tried_again(campaign, ada, monkeypatch):
    ben = make_coordinator(campaign.organisation)
    promise(campaign, due_on=day(3))
    real = EmailMessage.send

    def refuse(self, *args, **kwargs):
        if self.to == [ada.email]:
            raise OSError("The mail server is away.")
        return real(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", refuse)
        with pytest.raises(NotReminded):
            send_reminders(campaign_id=campaign.pk)
    assert [letter.to for letter in mail.outbox] == [[ben.email]]
    assert Reminder.objects.count() == 1
    assert send_reminders(campaign_id=campaign.pk) == 1
    assert [letter.to for letter in mail.outbox] == [[ben.email], [ada.email]]
