"""Frozen values built from rows of the library. Pages and packs see these, never a model."""

from dataclasses import dataclass
from typing import Any

from campaigns.enums import CHECKS_FOR_PACKS, STATUSES_FOR_PACKS, Checked, Standing, Status
from campaigns.models import GuidanceStatement, Initiative, Source


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

    @property
    def line(self) -> str:
        """As in a list of sources: title, publisher, year."""
        return ", ".join(filter(None, [self.title, self.publisher, str(self.year or "")]))


@dataclass(frozen=True)
class Rule:
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
    record_fields: tuple[str, ...]
    checked: Checked
    verified: bool
    sources: tuple[SourceRef, ...]

    @property
    def status_label(self) -> str:
        return str(self.status.label)

    @property
    def may_enter_pack(self) -> bool:
        return self.verified and self.status in STATUSES_FOR_PACKS


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
    )


def rule(statement: GuidanceStatement) -> Rule:
    """STATEMENT with its sources prefetched."""
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
        record_fields=tuple(_record_field(raw) for raw in statement.fields),
        checked=Checked(statement.checked),
        verified=statement.verified,
        sources=tuple(map(source_ref, statement.sources.all())),
    )


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


def _record_field(raw: dict[str, str]) -> str:
    return f"{raw['label']} ({raw['in_force']})" if "in_force" in raw else raw["label"]


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
