"""Telling the people who were handed a copy that it has been taken back: once each, without a word about any story."""

from email.utils import make_msgid
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Delivery, Edition


class NotTold(Exception):
    """Mail did not go out for some; the others were told. The job is tried again."""


def tell_recipients(*, edition_id: UUID) -> int:
    """E-mail everybody who left an address and was not told yet; how many were.

    Each is marked and sent in a transaction of its own, so a worker that dies does not start over. If it dies in
    the instant between sending and committing, the same message goes again under the same Message-ID. NotTold.
    """
    edition = Edition.objects.select_related("pack__campaign__organisation").get(pk=edition_id)
    if edition.recalled_at is None:
        return 0
    waiting = list(
        edition.deliveries.filter(told_at__isnull=True).exclude(email="").values_list("pk", flat=True)
    )
    told, unsent = 0, []
    for pk in waiting:
        try:
            told += _tell(delivery_id=pk, edition=edition)
        except (OSError, SMTPException) as error:
            unsent.append(error)
    if unsent:
        raise NotTold(f"{len(unsent)} of {len(waiting)} could not be told yet.") from unsent[0]
    return told


def _tell(*, delivery_id: int, edition: Edition) -> bool:
    with transaction.atomic():
        mine = Delivery.objects.filter(pk=delivery_id, told_at__isnull=True).update(told_at=timezone.now())
        if mine:
            _message(delivery=Delivery.objects.get(pk=delivery_id), edition=edition).send()
    return bool(mine)


def _message(*, delivery: Delivery, edition: Edition) -> EmailMessage:
    url = settings.PUBLIC_URL.rstrip("/") + reverse("campaigns:verify", args=[edition.verify_code])
    context = {"edition": edition, "group": edition.pack.campaign.organisation.name, "verify_url": url}
    return EmailMessage(
        subject=_("A pack you were given has been taken back"),
        body=render_to_string("campaigns/mail/recalled.txt", context),
        to=[delivery.email],
        headers={"Message-ID": _message_id(delivery)},
    )


def _message_id(delivery: Delivery) -> str:
    """The same for the same delivery, whichever worker sends it."""
    host = make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]).rpartition("@")[2]
    return f"<recall-{delivery.edition_id}-{delivery.pk}@{host}"
