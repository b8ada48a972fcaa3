"""What is to be printed, by id: the same shape for a working pack and for a frozen edition."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

from campaigns.enums import Audience, ItemKind, SectionKind
from campaigns.models import Campaign, Edition, EditionItem, Pack, PackItem
from campaigns.packs.quoting import Span
from campaigns.packs.sections import Section, complete, sections_of
from stories.enums import Purpose
from stories.pack_use import PackUse


@dataclass(frozen=True)
class Promised:
    """A promise as it stood when it was frozen."""

    text: str
    owner: str
    made_on: str  # ISO dates
    due_on: str
    state: str
    evidence: str


@dataclass(frozen=True)
class Words:
    """The group's own words. Never a teller's."""

    title: str
    audience: str
    addressed_to: str
    meeting_on: str  # ISO date or nothing
    sections: tuple[Section, ...]
    promises: tuple[Promised, ...] = ()
    purpose: str = Purpose.NAMED_PACK  # what its tellers agreed to

    @property
    def meeting_date(self) -> dt.date | None:
        return dt.date.fromisoformat(self.meeting_on) if self.meeting_on else None

    def frozen(self) -> dict[str, Any]:
        """As JSON gives it back."""
        frozen = asdict(self)
        return frozen | {name: [*frozen[name]] for name in ("sections", "promises")}


class Item(NamedTuple):
    kind: ItemKind
    source_id: str
    position: int
    span: Span | None


@dataclass(frozen=True)
class Plan:
    campaign: Campaign
    words: Words
    printed_ids: tuple[UUID, ...]  # stories in full
    quotations: tuple[Span, ...]
    rules: tuple[str, ...]
    figures: tuple[str, ...]
    practices: tuple[str, ...]

    @property
    def use(self) -> PackUse:
        return PackUse(Purpose(self.words.purpose), self.campaign.trust_code)

    @property
    def story_ids(self) -> tuple[UUID, ...]:
        """Every story of which anything is printed."""
        return tuple(dict.fromkeys([*self.printed_ids, *(span.story_id for span in self.quotations)]))

    @property
    def sections(self) -> tuple[Section, ...]:
        return complete(self.words.sections, picked={item.kind for item in self.items()})

    def without_stories(self, gone: Iterable[UUID]) -> "Plan":
        left_out = set(gone)
        return replace(
            self,
            printed_ids=tuple(pk for pk in self.printed_ids if pk not in left_out),
            quotations=tuple(span for span in self.quotations if span.story_id not in left_out),
        )

    def items(self) -> list[Item]:
        """Everything picked, in order within its kind."""
        plain = (
            (ItemKind.STORY, tuple(map(str, self.printed_ids))),
            (ItemKind.STATEMENT, self.rules),
            (ItemKind.FIGURE, self.figures),
            (ItemKind.INITIATIVE, self.practices),
        )
        quoted = [
            Item(ItemKind.QUOTATION, str(span.story_id), place, span)
            for place, span in enumerate(self.quotations, start=1)
        ]
        return [
            *(Item(kind, pk, place, None) for kind, ids in plain for place, pk in enumerate(ids, start=1)),
            *quoted,
        ]


def plan_of_pack(pack: Pack) -> Plan:
    """PACK with its campaign and organisation loaded."""
    sections = sections_of(pack)
    words = Words(
        title=pack.title,
        audience=str(Audience(pack.audience).label),
        addressed_to=pack.addressed_to,
        meeting_on=_iso(pack.day),
        sections=sections,
        promises=_promises(pack.campaign) if any(s.kind == SectionKind.LAST_TIME for s in sections) else (),
        purpose=str(pack.use.purpose),
    )
    return _plan(pack.campaign, words, pack.items.all())


def _promises(campaign: Campaign) -> tuple[Promised, ...]:
    return tuple(
        Promised(each.text, each.owner, _iso(each.made_on), _iso(each.due_on), str(each.state), each.evidence)
        for each in campaign.commitments.all()
    )


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def plan_of_edition(edition: Edition) -> Plan:
    """What EDITION froze when it was issued, whatever has become of its pack since."""
    frozen = edition.frozen | {
        "sections": tuple(Section(**raw) for raw in edition.frozen["sections"]),
        "promises": tuple(Promised(**raw) for raw in edition.frozen["promises"]),
    }
    return _plan(edition.pack.campaign, Words(**frozen), edition.items.all())


def _plan(campaign: Campaign, words: Words, items: Iterable[PackItem | EditionItem]) -> Plan:
    picked: dict[str, list[PackItem | EditionItem]] = {kind: [] for kind in ItemKind}
    for item in sorted(items, key=lambda each: (each.position, each.pk)):
        picked[item.kind].append(item)
    ids = {kind: tuple(item.source_id for item in rows) for kind, rows in picked.items()}
    return Plan(
        campaign=campaign,
        words=words,
        printed_ids=tuple(map(UUID, ids[ItemKind.STORY])),
        quotations=tuple(Span.of(item.source_id, item.span or {}) for item in picked[ItemKind.QUOTATION]),
        rules=ids[ItemKind.STATEMENT],
        figures=ids[ItemKind.FIGURE],
        practices=ids[ItemKind.INITIATIVE],
    )
