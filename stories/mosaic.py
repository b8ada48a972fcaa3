"""The mosaic check of a second reading: what is left of place, time, event and role, and how many stories share it.

Each detail alone may be harmless; together they may be one person. What is counted is what tellers said of their
stories (trust, year, kind of place, themes), kept stories only, in bands: a number by itself would tell of others.
The words that are listed come out of the SAFE version alone.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stories.enums import RedactionKind, SubmissionState, ThemeGroup
from stories.looks import OVER
from stories.models import Story, Submission, Theme

FEW = 5
SOME = 20
MOST_LISTED = 12  # of each detail; a page that lists a hundred is not read


class Detail(models.TextChoices):
    PLACE = "place", _("Places, wards and organisations")
    TIME = "time", _("Dates and times")
    EVENT = "event", _("Things that rarely happen")
    ROLE = "role", _("People, their roles and what they are like")


KINDS: Mapping[RedactionKind, Detail] = {
    RedactionKind.PLACE: Detail.PLACE,
    RedactionKind.WARD: Detail.PLACE,
    RedactionKind.ORGANISATION: Detail.PLACE,
    RedactionKind.DATE: Detail.TIME,
    RedactionKind.EVENT: Detail.EVENT,
    RedactionKind.PERSON: Detail.ROLE,
    RedactionKind.AGE: Detail.ROLE,
    RedactionKind.DESCRIPTION: Detail.ROLE,
}


@dataclass(frozen=True)
class Left:
    """What the safe version still says of one kind of detail: its own words, the most frequent first."""

    detail: Detail
    words: tuple[str, ...]
    more: int  # not listed


@dataclass(frozen=True)
class Shared:
    """In how many other stories the same stands."""

    what: Promise
    band: Promise
    few: bool


@dataclass(frozen=True)
class Mosaic:
    left: tuple[Left, ...]
    shared: tuple[Shared, ...]

    @property
    def rare(self) -> bool:
        """Few or no others share all of it."""
        return bool(self.shared) and self.shared[-1].few


def look_at_mosaic(*, story: Story, document: Mapping[str, Any]) -> Mosaic:
    """Of the safe DOCUMENT that is read, and of the details of STORY; two queries."""
    return Mosaic(left=details_left(document), shared=_shared(story))


def details_left(document: Mapping[str, Any]) -> tuple[Left, ...]:
    from stories.anonymise.detect import detect  # noqa: PLC0415  word lists and patterns: no start waits for them

    found: dict[Detail, Counter[str]] = {detail: Counter() for detail in Detail}
    written: dict[str, str] = {}  # as it stood first; capitals at the start of a sentence make nothing new
    for text in (document["title"], document["summary"], *(part["text"] for part in document["parts"])):
        for each in detect(text):
            if each.kind in KINDS:
                words = " ".join(text[each.start : each.end].split())
                found[KINDS[each.kind]][written.setdefault(words.casefold(), words)] += 1
    return tuple(
        Left(
            detail,
            tuple(words for words, _count in counted.most_common(MOST_LISTED)),
            max(0, len(counted) - MOST_LISTED),
        )
        for detail, counted in found.items()
    )


def _shared(story: Story) -> tuple[Shared, ...]:
    told = story.submission
    asked: list[tuple[str, Promise, Q]] = [
        (name, what, query) for name, what, query in _details(told) if query is not None
    ]
    rarest = _rarest_theme(story)
    if rarest is not None:
        asked.append(("theme", _("The rarest of its themes"), Q(pk__in=_stories_with(rarest))))
    if not asked:
        return ()
    together = Q()
    for _name, _what, query in asked:
        together &= query
    counted = _others(story).aggregate(
        **{name: Count("pk", filter=query) for name, _what, query in asked},
        together=Count("pk", filter=together),
    )
    lines = [_line(what, counted[name]) for name, what, _query in asked]
    return (*lines, _line(_("All of these together"), counted["together"]))


def _details(told: Submission) -> list[tuple[str, Promise, Q | None]]:
    trust = Q(submission__trust=told.trust_id) if told.trust_id else None
    year = Q(submission__event_year=told.event_year) if told.event_year else None
    setting = Q(submission__setting=told.setting) if told.setting else None
    role = Q(submission__teller_role=told.teller_role) if told.teller_role else None
    return [
        ("trust", _("The same trust"), trust),
        ("year", _("The same year"), year),
        ("setting", _("The same kind of place"), setting),
        ("role", _("Told by somebody in the same role"), role),
    ]


def _rarest_theme(story: Story) -> Theme | None:
    """Of the themes that readers see; content notes are about the words and not about what happened."""
    kept = Q(stories__submission__state=SubmissionState.SENT) & ~Q(stories__stage__in=OVER)
    themes = Theme.objects.filter(pk__in=story.themes.exclude(group=ThemeGroup.CONTENT_NOTES))
    counted = themes.annotate(told=Count("stories", filter=kept)).order_by("told", "slug")
    return counted.first()


def _stories_with(theme: Theme) -> Any:
    return Story.themes.through.objects.filter(theme=theme).values("story_id")


def _others(story: Story) -> Any:
    return Story.objects.filter(submission__state=SubmissionState.SENT).exclude(
        Q(pk=story.pk) | Q(stage__in=OVER)
    )


def _line(what: Promise, count: int) -> Shared:
    if count == 0:
        return Shared(what, _("no other story"), few=True)
    if count < FEW:
        return Shared(what, _("fewer than five others"), few=True)
    if count < SOME:
        return Shared(what, _("fewer than twenty others"), few=False)
    return Shared(what, _("twenty others or more"), few=False)
