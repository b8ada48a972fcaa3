"""Published numbers as frozen values: what may be printed, and which of them can be set side by side."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaigns.enums import Checked
from campaigns.evidence.values import SourceRef, source_ref
from campaigns.models import Figure
from campaigns.querysets import FigureQuerySet

NUMBER = re.compile(r"\d+(?:\.\d+)?")
EVERYBODY = {"", "all"}
FISCAL = (4, 1)  # the first day of a financial year


@dataclass(frozen=True)
class PublishedFigure:
    slug: str
    nation: str
    area: str
    org_code: str
    period: str
    measure: str
    subgroup: str
    value: str
    unit: str
    qualifier: str
    checked: Checked
    sources: tuple[SourceRef, ...]

    @property
    def number(self) -> float | None:
        """None for a value in words, or none at all."""
        return float(self.value) if NUMBER.fullmatch(self.value) else None

    @property
    def said(self) -> str:
        """As it is printed: with its thousands apart and its unit."""
        if self.number is None:
            return self.value or "–"
        whole = f"{int(self.number):,}" if self.number.is_integer() else self.value
        return whole + {"percent": "%", "count": ""}.get(self.unit, f" {self.unit}")

    @property
    def label(self) -> str:
        """What tells it from others of the same measure."""
        whom = "" if self.subgroup in EVERYBODY else self.subgroup
        return ", ".join(filter(None, [whom, self.area, self.period]))


@dataclass(frozen=True)
class FigureGroup:
    """Figures of one measure in one unit. With two or more numbers it can be drawn."""

    measure: str
    figures: tuple[PublishedFigure, ...]

    @property
    def drawn(self) -> bool:
        return sum(figure.number is not None for figure in self.figures) > 1

    def share(self, figure: PublishedFigure) -> float:
        """How long its bar is, of the longest."""
        most = max(each.number or 0 for each in self.figures)
        return round((figure.number or 0) / most, 4) if most else 0.0


def usable_figures(*, nation: str) -> list[PublishedFigure]:
    return _figures(Figure.objects.for_packs().filter(nation=nation))


def figures_for_pack(*, slugs: Sequence[str]) -> list[PublishedFigure]:
    """Those of SLUGS that may be printed, in the order given."""
    found = {each.slug: each for each in _figures(Figure.objects.for_packs().filter(slug__in=slugs))}
    return [found[slug] for slug in slugs if slug in found]


def grouped(figures: Iterable[PublishedFigure]) -> list[FigureGroup]:
    """By measure and unit, each where its first figure stood."""
    groups: dict[tuple[str, str], list[PublishedFigure]] = {}
    for figure in figures:
        groups.setdefault((figure.measure, figure.unit), []).append(figure)
    return [FigureGroup(measure, tuple(rows)) for (measure, _unit), rows in groups.items()]


def _figures(rows: FigureQuerySet) -> list[PublishedFigure]:
    return [_figure(row) for row in rows.prefetch_related("sources__superseded_by")]


def _figure(row: Figure) -> PublishedFigure:
    return PublishedFigure(
        slug=row.slug,
        nation=row.nation,
        area=row.area,
        org_code=row.org_code,
        period=period(row.period_start, row.period_end),
        measure=row.measure,
        subgroup=row.subgroup,
        value=row.value,
        unit=row.unit,
        qualifier=row.qualifier,
        checked=Checked(row.checked),
        sources=tuple(map(source_ref, row.sources.all())),
    )


def period(start: dt.date | None, end: dt.date | None) -> str:
    """As people write it: 2016–17 for a financial year, a year, a month, or both ends."""
    if start is None or end is None or start == end:
        return str((start or end or dt.date.min).year) if start or end else ""
    if (start.month, start.day) == FISCAL and (end - start).days in (364, 365):
        return f"{start.year}–{end.year % 100:02}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start:%B %Y}"
    return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
