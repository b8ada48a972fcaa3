"""Making campaigns and packs, and picking, ordering and dropping what is in one."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from campaigns.enums import ItemKind, SectionKind
from campaigns.evidence.library import usable_rules
from campaigns.models import Campaign, Figure, Initiative, Pack, PackItem
from campaigns.organising.daily import look_tomorrow
from campaigns.organising.plan import lay_plan
from campaigns.packs.editions import lock_pack
from campaigns.packs.quoting import FEWEST_WORDS, LONGEST, NotQuotable, Span, find_span
from campaigns.packs.sections import usual_sections
from stories.release import PackUse, ReleasedStory, read_for_pack, still_releasable
from stories.trusts import nation_of

# Far more than anybody reads at a meeting; what a reader, a screen and a worker can still take.
MOST_ITEMS = 400


class NotPickable(Exception):
    """It may not be in a pack for this trust, is not there at all, or the pack is full."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def create_campaign(*, organisation: Organisation, trust_code: str, name: str, aim: str) -> Campaign:
    """With the recipe's steps as its plan, and a look at it every morning."""
    with transaction.atomic():
        campaign = Campaign.objects.create(
            organisation=organisation, trust_code=trust_code, name=name, aim=aim, slug=free_slug(name=name)
        )
        lay_plan(campaign_id=campaign.pk)
        look_tomorrow(campaign_id=campaign.pk)
    return campaign


def free_slug(*, name: str) -> str:
    """The name as an address, with a number behind it when it is taken."""
    base = slugify(name)[:110] or "campaign"
    taken = set(Campaign.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= {"what-changed", "start-where-you-are"}  # pages beside /campaigns/<slug>/
    numbered = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 3))
    return next(slug for slug in numbered if slug not in taken)


def create_pack(
    *,
    campaign: Campaign,
    title: str,
    by: User | None,
    summary: str = "",
    ask: str = "",
    letter: str = "",
    **front: object,
) -> Pack:
    """With the usual sections, and what the group has to say already in its place."""
    words = {SectionKind.SUMMARY: summary, SectionKind.ASKS: ask, SectionKind.LETTER: letter}
    return Pack.objects.create(
        campaign=campaign, title=title, created_by=by, sections=usual_sections(words=words), **front
    )


def pick(*, pack_id: UUID, kind: ItemKind, source_id: str) -> PackItem:
    """Put it last. Picking it twice changes nothing. Raises NotPickable."""
    with transaction.atomic():
        pack = lock_pack(pack_id=pack_id)
        if not _may_be_picked(kind=kind, source_id=source_id, use=pack.use):
            raise NotPickable(_("That cannot be used in this pack."))
        if _full(pack):
            raise NotPickable(_full_message())
        item, _made = PackItem.objects.get_or_create(
            pack=pack, kind=kind, source_id=source_id, defaults={"position": _next_place(pack, kind)}
        )
    return item


def _full(pack: Pack) -> bool:
    return pack.items.count() >= MOST_ITEMS


def _full_message() -> str:
    return _("This pack holds %(most)s things, which is all it can. Take something out first.") % {
        "most": MOST_ITEMS
    }


def _next_place(pack: Pack, kind: ItemKind) -> int:
    return (pack.items.of(kind).aggregate(last=Max("position"))["last"] or 0) + 1


def quote(*, pack_id: UUID, story_id: UUID, words: str) -> PackItem:
    """Put a quotation last: WORDS of the story as it is released now. Raises NotQuotable."""
    with transaction.atomic():
        pack = lock_pack(pack_id=pack_id)
        found = read_for_pack(story_ids=[story_id], use=pack.use)
        if not found:
            raise NotQuotable(_("This story may not be used in this pack any more."))
        span = quotable_span(story=found[0], words=words)
        if _full(pack):
            raise NotQuotable(_full_message())
        item, _made = PackItem.objects.get_or_create(
            pack=pack,
            kind=ItemKind.QUOTATION,
            source_id=str(story_id),
            span=span.raw(),
            defaults={"position": _next_place(pack, ItemKind.QUOTATION)},
        )
    return item


def quotable_span(*, story: ReleasedStory, words: str) -> Span:
    """Raises NotQuotable, with what to do about it."""
    if len(words.split()) < FEWEST_WORDS:
        raise NotQuotable(_("Choose at least three words."))
    if len(words) > LONGEST:
        raise NotQuotable(
            _("That is longer than a quotation. Choose fewer words, or put the whole story in.")
        )
    span = find_span(story=story, words=words)
    if span is None:
        raise NotQuotable(_("These words do not stand in the story like this. Select them in its text."))
    return span


def _may_be_picked(*, kind: ItemKind, source_id: str, use: PackUse) -> bool:
    if kind == ItemKind.STATEMENT:
        return any(rule.slug == source_id for rule in usable_rules(nation=nation_of(code=use.trust_code)))
    rows = {ItemKind.FIGURE: Figure.objects.for_packs, ItemKind.INITIATIVE: Initiative.objects.for_packs}
    if kind in rows:
        return rows[kind]().filter(slug=source_id).exists()
    if kind != ItemKind.STORY:  # a quotation needs its words: see quote
        return False
    try:
        story_id = UUID(source_id)
    except ValueError:
        return False
    return bool(still_releasable(story_ids=[story_id], purpose=use.purpose, trust_code=use.trust_code))


def drop(*, pack_id: UUID, item_id: int) -> None:
    PackItem.objects.filter(pack_id=pack_id, pk=item_id).delete()


def move(*, pack_id: UUID, item_id: int, by: int) -> None:
    """BY places up (negative) or down, within its kind; the ends stop it. PackItem.DoesNotExist."""
    with transaction.atomic():
        pack = lock_pack(pack_id=pack_id)
        item = pack.items.get(pk=item_id)
        order = list(pack.items.of(ItemKind(item.kind)))
        place = next(n for n, each in enumerate(order) if each.pk == item.pk)
        order.insert(max(0, min(len(order) - 1, place + by)), order.pop(place))
        for position, each in enumerate(order, start=1):
            each.position = position
        PackItem.objects.bulk_update(order, ["position"])
