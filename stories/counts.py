"""How many people tell of each theme, for everybody to read: asked of the gate, and only in bands of five.

These are all the sums there are. No total of all stories, of those without a place, or of two themes together is
published anywhere: without them no small number can be worked out from the others (docs/disclosure.md).
"""

import datetime as dt
from collections.abc import Collection

from django.core.cache import cache
from django.db.models import Count, Max, Q
from django.utils import timezone

from common import audit
from common.few import Band, band, counted_until
from stories.enums import Purpose
from stories.models import Approval, ConsentRecord, Story
from stories.querysets import StoryQuerySet
from stories.themes import PUBLIC_GROUPS

NOBODY = Band(0)
MINUTE = 60


def people_by_theme() -> dict[str, Band]:
    """Tellers who said yes to being counted, by the slug of each theme that they tell of. Few are left out."""
    return _by_theme(_counted(until=counted_until()))


def people_shown() -> dict[str, Band]:
    """`people_by_theme` for public pages: it goes through every story there is, so what was found is kept for as long
    as nothing was agreed to, approved or moved, and no longer than this minute, in which a consent may end."""
    key = _key()
    found: dict[str, Band] | None = cache.get(key)
    if found is None:
        found = people_by_theme()
        cache.set(key, found, MINUTE)
    return found


def people_on(*, theme: str) -> Band:
    return people_shown().get(theme, NOBODY)


def _key() -> str:
    """All three are only ever added to: their last numbers say whether anything happened, on whichever server."""
    consents = ConsentRecord.objects.aggregate(last=Max("pk"))["last"]
    approvals = Approval.objects.aggregate(last=Max("pk"))["last"]
    return f"people-by-theme-{timezone.now():%Y%m%d%H%M}-{consents}-{approvals}-{audit.last_entry()}"


def enough_name(*, trusts: Collection[str], at_least: int) -> bool:
    """Whether so many people show a story here and let one of TRUSTS be named with it. How many do is not told."""
    stories = Story.objects.on_website().naming(trusts)
    people: int = stories.aggregate(people=Count("submission__teller", distinct=True))["people"]
    return people >= at_least


def people_by_theme_naming(*, trusts: Collection[str]) -> dict[str, Band]:
    """As `people_by_theme`, of those who show a story here and let one of TRUSTS be named with it."""
    return _by_theme(Story.objects.on_website().naming(trusts))


def _by_theme(stories: StoryQuerySet) -> dict[str, Band]:
    rows = (
        stories.filter(themes__group__in=PUBLIC_GROUPS)
        .order_by()
        .values_list("themes__slug")
        .annotate(people=Count("submission__teller", distinct=True))
    )
    bands = {slug: band(people=people) for slug, people in rows}
    return {slug: found for slug, found in bands.items() if found.told}


def _counted(*, until: dt.datetime) -> StoryQuerySet:
    """A yes and a version that stood before UNTIL and stand now: who takes theirs back is out of the sum at once.

    Invented stories are counted from the first day: there is nobody to be seen arriving.
    """
    then = Story.objects.releasable(purpose=Purpose.COUNTED, at=until).filter(
        approved_version__created_at__lt=until
    )
    settled = Q(submission__fictional=True) | Q(pk__in=then.values("pk"))
    return Story.objects.releasable(purpose=Purpose.COUNTED).filter(settled)
