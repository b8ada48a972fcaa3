"""Reminders by e-mail to coordinators: that something is due, by a reference and a link, and not a word of what."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.utils import make_msgid
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Organisation, User
from campaigns.enums import ReminderKind
from campaigns.models import Campaign, NoReminders, Reminder

AHEAD = dt.timedelta(days=7)
PARTS = {
    ReminderKind.DUE: "promises",
    ReminderKind.LATE: "promises",
    ReminderKind.PREPARE: "meetings",
    ReminderKind.UNSAID: "requests",
}


class NotReminded(Exception):
    """Mail did not go out for some; the others were reminded. The job is tried again."""


@dataclass(frozen=True)
class Due:
    """What to remind of: a promise, a meeting or a request by its number, and the day that it is about."""

    kind: ReminderKind
    subject_id: int
    day: dt.date


def want_reminders(*, user: User, organisation: Organisation, wanted: bool) -> None:
    if wanted:
        NoReminders.objects.filter(user=user, organisation=organisation).delete()
    else:
        NoReminders.objects.get_or_create(user=user, organisation=organisation)


def wants_reminders(*, user: User, organisation: Organisation) -> bool:
    return not NoReminders.objects.filter(user=user, organisation=organisation).exists()


def send_reminders(*, campaign_id: int) -> int:
    """Each coordinator who wants them, each thing once for each of its days; how many went out. NotReminded.

    Marked and sent in one transaction each. If a worker dies in the instant between sending and committing, the same
    message goes again under the same Message-ID.
    """
    campaign = Campaign.objects.select_related("organisation").get(pk=campaign_id)
    people = _who_want_them(campaign.organisation)
    sent, unsent = 0, []
    for due in due_in(campaign=campaign):
        for person in people:
            try:
                sent += _send_once(due=due, campaign=campaign, to=person)
            except (OSError, SMTPException) as error:
                unsent.append(error)
    if unsent:
        raise NotReminded(f"{len(unsent)} reminders could not be sent yet.") from unsent[0]
    return sent


def due_in(*, campaign: Campaign) -> Iterator[Due]:
    """Nothing of a campaign that has ended."""
    today = timezone.localdate()
    if campaign.ended_on:
        return
    near = campaign.commitments.filter(settled="", due_on__lte=today + AHEAD)
    for pk, day in near.values_list("pk", "due_on"):
        if day is not None:
            yield Due(ReminderKind.LATE if day < today else ReminderKind.DUE, pk, day)
    unsaid = campaign.requests.filter(outcome="", due_on__lt=today)
    for pk, day in unsaid.values_list("pk", "due_on"):
        yield Due(ReminderKind.UNSAID, pk, day)
    soon = campaign.meetings.filter(on__range=(today, today + AHEAD))
    for pk, day in soon.filter(Q(agenda="") | Q(tellers_speak=True, safety_plan="")).values_list("pk", "on"):
        yield Due(ReminderKind.PREPARE, pk, day)


def _who_want_them(organisation: Organisation) -> Sequence[User]:
    not_wanted = NoReminders.objects.filter(organisation=organisation).values("user")
    members = User.objects.filter(
        is_active=True, memberships__organisation=organisation, memberships__role=Role.COORDINATOR
    )
    return list(members.exclude(pk__in=not_wanted).order_by("pk"))


def _send_once(*, due: Due, campaign: Campaign, to: User) -> bool:
    with transaction.atomic():
        _row, new = Reminder.objects.get_or_create(
            user=to, kind=due.kind, subject_id=due.subject_id, day=due.day, defaults={"campaign": campaign}
        )
        if new:
            _message(due=due, campaign=campaign, to=to).send()
    return new


def _message(*, due: Due, campaign: Campaign, to: User) -> EmailMessage:
    site = settings.PUBLIC_URL.rstrip("/")
    context = {
        "said": _said(due),
        "reference": f"{PARTS[due.kind]}-{due.subject_id}",
        "url": site + reverse("packs:part", args=[campaign.pk, PARTS[due.kind], due.subject_id]),
        "stop_url": site + reverse("packs:group", args=[campaign.organisation_id]) + "#reminders",
    }
    return EmailMessage(
        subject=str(due.kind.label),
        body=render_to_string("campaigns/mail/reminder.txt", context),
        to=[to.email],
        headers={"Message-ID": _message_id(due, to)},
    )


def _said(due: Due) -> str:
    day = date_format(due.day, "j F Y")
    return {
        ReminderKind.DUE: _("A promise to your group is due on %s."),
        ReminderKind.LATE: _(
            "A promise to your group was due on %s, and nobody has written down that it was kept."
        ),
        ReminderKind.PREPARE: _(
            "There is a meeting on %s, and its agenda or its safety plan is still empty."
        ),
        ReminderKind.UNSAID: _(
            "The trust had until %s to answer a request of your group. If nothing came, you may ask it to look again, "
            "and then the Information Commissioner."
        ),
    }[due.kind] % day


def _message_id(due: Due, to: User) -> str:
    """The same for the same reminder, whichever worker sends it."""
    host = make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]).rpartition("@")[2]
    return f"<reminder-{due.kind}-{due.subject_id}-{due.day}-{to.pk}@{host}"
