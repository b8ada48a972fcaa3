"""The recipients' register: who was given which edition, how and when."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.enums import HandedOver
from campaigns.models import Delivery, Edition
from campaigns.packs.editions import note
from campaigns.packs.reading import NotReadable, may_be_read
from stories.release import record_delivery

# What we can close ourselves. Paper, a file in a mailbox and what was seen in a meeting we cannot, and say so.
WITHIN_REACH = (HandedOver.LINK,)


def hand_over(
    *, edition_id: UUID, recipient: str, how: HandedOver, on: dt.date, email: str = "", by: User | None
) -> Delivery:
    """Write it down here and in the tellers' ledger. Raises NotReadable: what was taken back is not handed on."""
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=edition_id)
        if not may_be_read(edition=edition):
            raise NotReadable
        delivery = Delivery.objects.create(
            edition=edition, recipient=recipient, email=email, how=how, on=on, recorded_by=by
        )
        destination = _("%(recipient)s, edition %(number)s, %(how)s") % {
            "recipient": recipient,
            "number": edition.number,
            "how": how.label,
        }
        record_delivery(edition_id=edition_id, destination=destination, recallable=how in WITHIN_REACH, by=by)
        note(action="campaigns.deliver", edition=edition, by=by)
    return delivery
