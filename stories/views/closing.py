"""What follows once a story was sent, with its day: an ending that is not an abrupt thank-you."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from stories.enums import SubmissionState, ToldBy
from stories.tellers import draft_in_hand


def closing(request: HttpRequest) -> dict[str, Any]:
    """For the receipt's page: whether it was sent, from which day on it may be used, and who told it."""
    draft = draft_in_hand(request)
    sent = draft is not None and draft.state == SubmissionState.SENT and draft.sent_at is not None
    return {
        "sent": sent,
        "not_before": _not_before(draft.sent_at) if draft and draft.sent_at else None,
        "helped": draft is not None and draft.told_by == ToldBy.HELPED,
        "for_somebody": draft is not None and draft.told_by == ToldBy.AGREED,
    }


def _not_before(sent_at: dt.datetime) -> dt.date:
    """The first day on which anything could go out: each yes cools off, and was given before it was sent."""
    return timezone.localdate(sent_at) + dt.timedelta(days=settings.COOLING_OFF_DAYS)
