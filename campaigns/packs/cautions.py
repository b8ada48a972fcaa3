"""What a coordinator should know before issuing. Warnings, not walls: the gate itself is asked at issuing."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.enums import OF_STORIES, EditionState, ItemKind, SectionKind
from campaigns.models import EditionItem
from campaigns.packs.cautions_read import across, own_words
from campaigns.packs.layout import Layout
from campaigns.packs.plan import Plan
from campaigns.packs.sections import words_in
from stories.release import still_releasable
from stories.trusts import successor_of

FEW = 5
MOST_PACKS = 2


@dataclass(frozen=True)
class Caution:
    message: str
    stops: bool = False  # issuing would fail


def cautions_for(*, plan: Plan, layout: Layout) -> list[Caution]:
    """In order of weight. Four queries: who took the trust's place, what may be used now and on the day of the
    meeting, and what is elsewhere."""
    now = _usable(plan)
    gone = len(plan.story_ids) - len(now)
    found = [
        _no_stories(plan),
        _merged(plan),
        _gone(gone),
        _ending(plan, now),
        _few(len(now)),
        _meeting_over(plan),
    ]
    found += [
        _requote(layout.lost(ItemKind.QUOTATION)),
        _unverified(layout.lost(ItemKind.STATEMENT, ItemKind.FIGURE, ItemKind.INITIATIVE)),
        _used_often(plan, layout.pack_id),
        _no_ask(plan),
    ]
    read = [*across(stories=layout.stories), *own_words(plan=plan)]
    return [*filter(None, found), *map(Caution, read)]


def _usable(plan: Plan, at: dt.datetime | None = None) -> frozenset[UUID]:
    use = plan.use
    return still_releasable(story_ids=plan.story_ids, purpose=use.purpose, trust_code=use.trust_code, at=at)


def _no_stories(plan: Plan) -> Caution | None:
    if plan.story_ids:
        return None
    return Caution(_("There is no story in this pack yet. Choose at least one."), stops=True)


def _merged(plan: Plan) -> Caution | None:
    """Who said yes to one body did not say yes to the one that took its place."""
    new = successor_of(code=plan.campaign.trust_code)
    if new is None:
        return None
    message = _(
        "This trust is part of %(new)s now. Tellers who agreed to its name have not agreed to the new one: for a "
        "meeting with %(new)s begin a campaign of its own, and only stories that may go there will be offered."
    )
    return Caution(message % {"new": new.name})


def _gone(count: int) -> Caution | None:
    if not count:
        return None
    message = ngettext(
        "One story you chose may not be used any more. Take it out before you issue.",
        "%(count)s stories you chose may not be used any more. Take them out before you issue.",
        count,
    )
    return Caution(message % {"count": count}, stops=True)


def _ending(plan: Plan, now: frozenset[UUID]) -> Caution | None:
    """Consent that ends before the meeting: by date, as it stands today."""
    day = plan.words.meeting_date
    if day is None or day <= timezone.localdate():
        return None
    morning = timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59)))
    count = len(now - _usable(plan, at=morning))
    if not count:
        return None
    message = ngettext(
        "One teller’s agreement ends before the meeting. Unless they renew it, the edition is taken back on that day.",
        "The agreement of %(count)s tellers ends before the meeting. Unless they renew it, the edition is taken back "
        "on that day.",
        count,
    )
    return Caution(message % {"count": count})


def _few(count: int) -> Caution | None:
    if not 0 < count < FEW:
        return None
    message = ngettext(
        "There is one story in it. With fewer than five, somebody at the trust may guess who is speaking.",
        "There are %(count)s stories in it. With fewer than five, somebody at the trust may guess who is speaking.",
        count,
    )
    return Caution(message % {"count": count})


def _meeting_over(plan: Plan) -> Caution | None:
    day = plan.words.meeting_date
    return Caution(_("The date of the meeting has passed.")) if day and day < timezone.localdate() else None


def _used_often(plan: Plan, pack_id: UUID) -> Caution | None:
    """Tellers whose words would be in more than two packs at once."""
    elsewhere = EditionItem.objects.filter(
        kind__in=OF_STORIES,
        source_id__in=map(str, plan.story_ids),
        edition__state=EditionState.ISSUED,
    ).exclude(edition__pack=pack_id)
    packs = elsewhere.values("source_id").annotate(packs=Count("edition__pack", distinct=True))
    count = packs.filter(packs__gte=MOST_PACKS).count()
    if not count:
        return None
    message = ngettext(
        "One story is in %(most)s current packs already. Ask the editors whether its teller still wants that.",
        "%(count)s stories are in %(most)s or more current packs already. Ask the editors whether their tellers "
        "still want that.",
        count,
    )
    return Caution(message % {"count": count, "most": MOST_PACKS})


def _requote(count: int) -> Caution | None:
    """Its story may not be used, or its teller approved another version since."""
    if not count:
        return None
    message = ngettext(
        "One quotation will be left out: its story stands in another version now, or may not be used. Pick it again.",
        "%(count)s quotations will be left out: their stories stand in other versions now, or may not be used. "
        "Pick them again.",
        count,
    )
    return Caution(message % {"count": count})


def _unverified(count: int) -> Caution | None:
    """Picked once, but not printable today: no longer in force, not verified, or gone from the library."""
    if not count:
        return None
    message = ngettext(
        "One line of evidence will be left out: it is not in force, or nobody has verified it.",
        "%(count)s lines of evidence will be left out: they are not in force, or nobody has verified them.",
        count,
    )
    return Caution(message % {"count": count})


def _no_ask(plan: Plan) -> Caution | None:
    asks = words_in(plan.words.sections, SectionKind.ASKS)
    return None if asks.strip() else Caution(_("The pack does not ask for anything yet."))
