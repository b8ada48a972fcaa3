"""Telling safeguarding leads by e-mail that a flag waits: that it does and until when, never whose or about what."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from common.jobs.service import enqueue
from stories.flag_enums import FlagState
from stories.models import SafeguardingFlag
from stories.safeguarding import GONE, TELL, safeguarding_leads


class NotTold(Exception):
    """The mail did not go out; it is tried again."""


def tell_leads(*, flag_id: int) -> int:
    """Mail its owner once, and every lead once it is overdue; how many were mailed. Raises NotTold.

    Marked before it is sent, so that a worker that dies in between mails nobody twice.
    """
    with transaction.atomic():
        flags = SafeguardingFlag.objects.select_for_update(of=("self",)).select_related("owner")
        flag = flags.exclude(story__stage__in=GONE).filter(pk=flag_id, state=FlagState.OPEN).first()
        if flag is None:
            return 0
        now = timezone.now()
        overdue = flag.due_at <= now
        before = {"told_at": flag.told_at, "reminded_at": flag.reminded_at}
        if (flag.reminded_at if overdue else flag.told_at) is not None:
            return 0
        SafeguardingFlag.objects.filter(pk=flag_id).update(**{"reminded_at" if overdue else "told_at": now})
        if not overdue:
            enqueue(kind=TELL, object_id=flag_id, not_before=flag.due_at)
    leads = list(safeguarding_leads())
    people = [flag.owner] if flag.owner in leads and not overdue else leads
    if people and not _send(flag=flag, people=people, overdue=overdue):
        SafeguardingFlag.objects.filter(pk=flag_id).update(**before)
        raise NotTold("The mail to the safeguarding leads could not be sent. It is tried again.")
    return len(people)


def _send(*, flag: SafeguardingFlag, people: Sequence[User], overdue: bool) -> bool:
    with override("en-gb"):
        until = date_format(timezone.localtime(flag.due_at), "j F Y, H:i")
        said = (
            _("Something waits for you that should have been looked at by %s.")
            if overdue
            else _("Something waits for you. Please look by %s.")
        ) % until
        subject = _("Overdue: please look today") if overdue else _("Please look today")
    address = f"{settings.PUBLIC_URL}{reverse('stories_admin:flags')}"
    try:
        for person in people:
            EmailMessage(
                subject, f"{said}\n\n{address}\n", settings.DEFAULT_FROM_EMAIL, [person.email]
            ).send()
    except Exception:  # whatever a mail server answers: its words may name an address
        return False
    return True
