"""Frozen values built from rows of the library. Pages and packs see these, never a model."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.enums import CHECKS_FOR_PACKS, STATUSES_FOR_PACKS, Checked, Standing, Status
from campaigns.models import GuidanceStatement, Initiative, Source

# Made long before they hold, or by an agreement: the year of their paper says nothing about from when.
BEGUN_BY_ORDER = (Standing.STATUTE, Standing.REGULATION, Standing.CONTRACT)


@dataclass(frozen=True)
class SourceRef:
    slug: str
    name: str
    title: str
    publisher: str
    year: int | None
    url: str
    checked: Checked
    note: str
    status: str
    successor: str
    since: dt.date | None  # in force at the latest from this day; None: nobody knows
    until: dt.date | None
    legal: str

    @property
    def line(self) -> str:
        """As in a list of sources: title, publisher, year."""
        return ", ".join(filter(None, [self.title, self.publisher, str(self.year or "")]))


@dataclass(frozen=True)
class RecordField:
    """One thing a record must hold. `pending` says why it may not be asked for yet."""

    label: str
    pending: str = ""


@dataclass(frozen=True)
class Rule:
    """`since` is the first day from which it certainly held; `dated`: a source says that day, not our own caution."""

    slug: str
    topic: str
    text: str
    section: str
    jurisdictions: tuple[str, ...]
    standing: str
    status: Status
    note: str
    ask: str
    themes: tuple[str, ...]
    record_fields: tuple[RecordField, ...]
    checked: Checked
    verified: bool
    sources: tuple[SourceRef, ...]
    since: dt.date | None
    until: dt.date | None
    dated: bool
    successor: str

    @property
    def status_label(self) -> str:
        return str(self.status.label)

    @property
    def may_enter_pack(self) -> bool:
        return self.verified and self.status in STATUSES_FOR_PACKS

    @property
    def fields_in_force(self) -> list[str]:
        return [field.label for field in self.record_fields if not field.pending]


@dataclass(frozen=True)
class Finding:
    text: str
    design: str
    year: int | None
    caution: str
    verified: bool


@dataclass(frozen=True)
class Practice:
    slug: str
    name: str
    what: str
    who: str
    active: str
    caution: str
    findings: tuple[Finding, ...]
    details: tuple[str, ...]
    themes: tuple[str, ...]
    verified: bool
    sources: tuple[SourceRef, ...]


def source_ref(source: Source) -> SourceRef:
    successor = source.superseded_by
    return SourceRef(
        slug=source.slug,
        name=source.short_name or source.title,
        title=source.title,
        publisher=source.publisher,
        year=source.year,
        url=source.url,
        checked=Checked(source.checked),
        note=source.status_note,
        status=source.get_status_display(),
        successor=str(successor) if successor else "",
        since=source.in_force_from or _after_publication(source),
        until=source.in_force_until,
        legal=source.legal,
    )


def _after_publication(source: Source) -> dt.date | None:
    """Guidance without a day holds, to be on the safe side, from the year after it came out."""
    if source.legal in BEGUN_BY_ORDER or source.year is None:
        return None
    return dt.date(source.year + 1, 1, 1)


def rule(statement: GuidanceStatement) -> Rule:
    """STATEMENT with its successor and its sources loaded."""
    sources = tuple(map(source_ref, statement.sources.all()))
    successor = statement.superseded_by
    ends = [*(source.until for source in sources), statement.in_force_until]
    return Rule(
        slug=statement.slug,
        topic=statement.topic,
        text=statement.text,
        section=statement.section,
        jurisdictions=tuple(statement.jurisdictions),
        standing=str(Standing(statement.legal).label) if statement.legal else "",
        status=Status(statement.status),
        note=statement.note,
        ask=statement.ask,
        themes=tuple(statement.themes),
        record_fields=tuple(RecordField(raw["label"], raw.get("in_force", "")) for raw in statement.fields),
        checked=Checked(statement.checked),
        verified=statement.verified,
        sources=sources,
        since=statement.in_force_from or _since(statement, sources),
        until=min((day for day in ends if day), default=None),
        dated=statement.in_force_from is not None,
        successor=str(successor) if successor else "",
    )


def _since(statement: GuidanceStatement, sources: Sequence[SourceRef]) -> dt.date | None:
    """When the last of the rules it rests on had begun; None when that is not known of each of them.

    Papers that are no rules themselves (a press report, a certifying body) are asked only where there is nothing else.
    """
    if statement.legal in BEGUN_BY_ORDER:
        return None
    days = [source.since for source in [s for s in sources if s.legal] or sources]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def practice(initiative: Initiative) -> Practice:
    """INITIATIVE with its sources prefetched."""
    return Practice(
        slug=initiative.slug,
        name=initiative.name,
        what=initiative.what,
        who=initiative.who,
        active=initiative.active,
        caution=initiative.caution,
        findings=tuple(map(_finding, initiative.evidence)),
        details=tuple(_details(initiative.details)),
        themes=tuple(initiative.themes),
        verified=initiative.verified,
        sources=tuple(map(source_ref, initiative.sources.all())),
    )


def _finding(raw: dict[str, Any]) -> Finding:
    return Finding(
        text=raw["finding"],
        design=raw.get("design", ""),
        year=raw.get("year"),
        caution=raw.get("caution", ""),
        verified=raw.get("checked") in CHECKS_FOR_PACKS,
    )


def _details(raw: dict[str, Any]) -> list[str]:
    """The parts an initiative is made of, each as one line, whatever shape its file gives them."""
    lines: list[str] = []
    for value in raw.values():
        pairs = value.items() if isinstance(value, dict) else ((None, item) for item in value)
        lines += [_detail(name, item) for name, item in pairs]
    return lines


def _detail(name: str | None, item: Any) -> str:
    if isinstance(item, dict):
        return f"{item['name']}: {item['what']}"
    return f"{name.capitalize()}: {item}" if name else str(item)
