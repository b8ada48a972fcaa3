"""Reports in Wagtail's menu: a table to look at, the same as a spreadsheet. Counts, codes and dates, never words."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from accounts.enums import Role
from accounts.permissions import roles_of
from stories import reports
from stories.admin.access import for_roles
from stories.admin.page import draw
from stories.permissions import EDITORS

MOST = 100  # rows on a page; the spreadsheet has them all
RISKY = ("=", "+", "-", "@", "\t", "\r")
Cell = str | int | dt.datetime | None


@dataclass(frozen=True)
class Table:
    """ROWS have one cell for each heading; `total` counts what there is, `links` leads from a row's first cell."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: int
    links: Sequence[str] = ()


@dataclass(frozen=True)
class Report:
    """One entry of the menu. `build` is asked for at most so many rows, None for all."""

    slug: str
    label: Any
    about: Any
    roles: tuple[Role, ...]
    build: Callable[[int | None], Table]


class ReportView(SpreadsheetExportMixin, View):
    """One report. The role was asked before: see `view_of`."""

    report: Report | None = None  # given to as_view

    def get(self, request: HttpRequest) -> HttpResponseBase:
        report = self.report
        if report is None:
            raise TypeError("as_view() wants a report.")
        table = report.build(None if self.is_export else MOST)
        if self.is_export:
            return self._spreadsheet(report, table)
        links = table.links or [""] * len(table.rows)
        return draw(
            request,
            "report.html",
            title=str(report.label),
            about=report.about,
            table=table,
            rows=list(zip(links, table.rows, strict=True)),
            more=table.total - len(table.rows),
            view=self,
        )

    def _spreadsheet(self, report: Report, table: Table) -> FileResponse | StreamingHttpResponse:
        keys = [f"c{number}" for number in range(len(table.headings))]
        self.list_export, self.export_headings = keys, dict(zip(keys, table.headings, strict=True))
        self.export_filename = f"heard-{report.slug}-{timezone.localdate().isoformat()}"
        rows = [dict(zip(keys, map(plain_cell, row), strict=True)) for row in table.rows]
        answer: FileResponse | StreamingHttpResponse = self.as_spreadsheet(rows, self.request.GET["export"])
        return answer


def plain_cell(value: Cell) -> Cell:
    """A name that a spreadsheet would take for a formula is kept as a name."""
    if isinstance(value, str) and value.startswith(RISKY):
        return f"'{value}"
    return "" if value is None else value


class ReportMenuItem(MenuItem):
    """Shown to whom the report is."""

    def __init__(self, report: Report, *, order: int) -> None:
        super().__init__(
            report.label,
            reverse(f"story_reports:{report.slug}"),
            name=report.slug,
            icon_name="table",
            order=order,
        )
        self.report = report

    def is_shown(self, request: HttpRequest) -> bool:
        return not roles_of(request.user).isdisjoint(self.report.roles)


def view_of(report: Report) -> Callable[..., HttpResponseBase]:
    guarded: Callable[..., HttpResponseBase] = for_roles(*report.roles)(ReportView.as_view(report=report))
    return guarded


def _stages(most: int | None) -> Table:
    found = reports.stage_times()
    rows = [
        (str(each.stage.label), each.now, each.longest_since, each.left, _days(each.average))
        for each in found
    ]
    headings = (
        _("Stage"),
        _("Waiting now"),
        _("The longest since"),
        _("Went on in 90 days"),
        _("Days it took, on average"),
    )
    return Table(headings, rows, len(rows))


def _days(length: dt.timedelta | None) -> str | None:
    return None if length is None else f"{length / dt.timedelta(days=1):.1f}"


def _with_tellers(most: int | None) -> Table:
    found = reports.with_tellers(most=most)
    rows = [(each.reference, each.stage_since, _whole_days(each.stage_since)) for each in found.rows]
    links = [reverse("stories_admin:story", args=[each.pk]) for each in found.rows]
    return Table((_("Story"), _("Asked"), _("Days since")), rows, found.total, links)


def _flags(most: int | None) -> Table:
    found = reports.flags_open(most=most)
    now = timezone.now()
    rows = [
        (
            each.story.reference,
            each.get_kind_display(),
            each.raised_at,
            each.due_at,
            _("yes") if each.due_at < now else "",
            str(each.owner or ""),
        )
        for each in found.rows
    ]
    links = [
        reverse("stories_admin:flag", kwargs={"story_id": each.story_id, "flag_id": each.pk})
        for each in found.rows
    ]
    headings = (_("Story"), _("Kind"), _("Raised"), _("Look by"), _("Overdue"), _("With"))
    return Table(headings, rows, found.total, links)


def _looks(most: int | None) -> Table:
    found = reports.looks_by_person()
    rows = [
        (
            str(each.user) if each.user else _("Somebody who was removed"),
            each.looks,
            each.stories,
            ", ".join(f"{why.label}: {number}" for why, number in each.why),
            each.last,
        )
        for each in found
    ]
    headings = (_("Who"), _("Looks"), _("Stories"), _("Why"), _("The last"))
    return Table(headings, rows, len(rows))


def _ending(most: int | None) -> Table:
    found = reports.consents_ending(most=most)
    rows = [
        (each.submission.reference, each.get_purpose_display(), each.get_form_display(), each.expires_at)
        for each in found.rows
    ]
    links = [reverse("stories_admin:story", args=[each.submission_id]) for each in found.rows]
    return Table((_("Story"), _("Use"), _("Form"), _("Ends")), rows, found.total, links)


def _whole_days(since: dt.datetime) -> int:
    return (timezone.now() - since).days


ALL = (
    Report(
        "story-stages",
        gettext_lazy("Time at each stage"),
        gettext_lazy("How many stories wait at each stage, and how long it took those that went on."),
        (*EDITORS, Role.ADMINISTRATOR),
        _stages,
    ),
    Report(
        "with-tellers",
        gettext_lazy("Waiting with tellers"),
        gettext_lazy(
            "Their tellers were asked and have not answered. Silence is not a yes: there is nothing to do but wait."
        ),
        EDITORS,
        _with_tellers,
    ),
    Report(
        "flags-open",
        gettext_lazy("Safeguarding flags open"),
        gettext_lazy("The most pressing first."),
        (Role.SAFEGUARDING_LEAD,),
        _flags,
    ),
    Report(
        "looks",
        gettext_lazy("Looks at sealed words"),
        gettext_lazy("Who opened or heard sealed words in the last 30 days, how often, and why."),
        (Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR),
        _looks,
    ),
    Report(
        "consents-ending",
        gettext_lazy("Consents that run out"),
        gettext_lazy(
            "Within 60 days. What ran out is shown nowhere any more, until its teller says yes again."
        ),
        EDITORS,
        _ending,
    ),
)
