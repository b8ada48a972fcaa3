"""Consents and log entries in words, for a story's page."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stories.checklist import CONCERNS, Point
from stories.consent import ConsentState
from stories.enums import Stage


@dataclass(frozen=True)
class ConsentLine:
    state: ConsentState
    answer: str
    detail: str


@dataclass(frozen=True)
class LogLine:
    what: str
    who: str
    at: dt.datetime


def describe_consents(states: Iterable[ConsentState]) -> list[ConsentLine]:
    return [ConsentLine(state, *_consent_words(state)) for state in states]


def _consent_words(state: ConsentState) -> tuple[str, str]:
    if state.given_at is None or state.effective_at is None or state.expires_at is None:
        return _("No"), ""
    if not state.granted:
        return _("Taken back"), _day(state.given_at)
    form = str(state.form.label)
    if state.live:
        return _("Yes"), _("%(form)s, until %(day)s") % {"form": form, "day": _day(state.expires_at)}
    if state.effective_at > timezone.now():
        return _("Cooling off"), _("%(form)s, from %(day)s") % {"form": form, "day": _day(state.effective_at)}
    return _("Ran out"), _day(state.expires_at)


def _day(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment), "j M Y")


def describe_log(entries: Iterable[Any]) -> list[LogLine]:
    return [LogLine(_entry_words(entry), str(entry.user or ""), entry.timestamp) for entry in entries]


def _entry_words(entry: Any) -> str:
    said = str(entry.message)
    data: dict[str, Any] = entry.data or {}
    if data.get("to") in Stage.values:
        return f"{said}: {Stage(data['to']).label}"
    if places := int(data.get("places", 0)):
        return f"{said}: " + ngettext("%d place", "%d places", places) % places
    if unmet := [point for point in data.get("unmet", "").split("+") if point in Point.values]:
        return f"{said}: " + " ".join(str(CONCERNS[Point(point)]) for point in unmet)
    return said
