"""What is to be printed, by id: the same shape for a working pack and for a frozen edition."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from campaigns.enums import Audience, ItemKind
from campaigns.models import Campaign, Edition, EditionItem, Pack, PackItem


@dataclass(frozen=True)
class Words:
    """The group's own words. Never a teller's."""

    title: str
    audience: str
    addressed_to: str
    meeting_on: str  # ISO date or nothing
    letter: str
    summary: str
    ask: str

    @property
    def meeting_date(self) -> dt.date | None:
        return dt.date.fromisoformat(self.meeting_on) if self.meeting_on else None


@dataclass(frozen=True)
class Plan:
    campaign: Campaign
    words: Words
    story_ids: tuple[UUID, ...]
    rules: tuple[str, ...]
    practices: tuple[str, ...]

    def without_stories(self, gone: Iterable[UUID]) -> "Plan":
        left_out = set(gone)
        return replace(self, story_ids=tuple(pk for pk in self.story_ids if pk not in left_out))

    def frozen(self) -> dict[str, Any]:
        return asdict(self.words)

    def items(self) -> list[tuple[ItemKind, str, int]]:
        """(kind, source id, position) of everything picked."""
        kinds = (
            (ItemKind.STORY, tuple(map(str, self.story_ids))),
            (ItemKind.STATEMENT, self.rules),
            (ItemKind.INITIATIVE, self.practices),
        )
        return [(kind, pk, place) for kind, ids in kinds for place, pk in enumerate(ids, start=1)]


def plan_of_pack(pack: Pack) -> Plan:
    """PACK with its campaign and organisation loaded."""
    words = Words(
        title=pack.title,
        audience=str(Audience(pack.audience).label),
        addressed_to=pack.addressed_to,
        meeting_on=pack.meeting_on.isoformat() if pack.meeting_on else "",
        letter=pack.letter,
        summary=pack.summary,
        ask=pack.ask,
    )
    return _plan(pack.campaign, words, pack.items.all())


def plan_of_edition(edition: Edition) -> Plan:
    """What EDITION froze when it was issued, whatever has become of its pack since."""
    return _plan(edition.pack.campaign, Words(**edition.frozen), edition.items.all())


def _plan(campaign: Campaign, words: Words, items: Iterable[PackItem | EditionItem]) -> Plan:
    picked: dict[str, list[str]] = {kind: [] for kind in ItemKind}
    for item in sorted(items, key=lambda each: (each.position, each.pk)):
        picked[item.kind].append(item.source_id)
    return Plan(
        campaign=campaign,
        words=words,
        story_ids=tuple(map(UUID, picked[ItemKind.STORY])),
        rules=tuple(picked[ItemKind.STATEMENT]),
        practices=tuple(picked[ItemKind.INITIATIVE]),
    )
