"""Pages by key and not by number, so that depth costs nothing: the moment before which to go on is in the address."""

import datetime as dt
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime


def before_asked(request: HttpRequest) -> dt.datetime | None:
    """The key of the page asked for; nonsense in the address means the first page."""
    try:
        moment = parse_datetime(request.GET.get("before", ""))
        return moment.astimezone(dt.UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):  # the first and last days there are have no time in other zones
        return None


def older_link(*, moment: dt.datetime | None, **others: str) -> str:
    return "?" + urlencode({**others, "before": moment.isoformat()}) if moment else ""
