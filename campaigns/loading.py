"""Load the evidence library from campaigns/reference/. Can be run again: it reports what changed, row by row.

A row is touched only when its row in the files changed. What people changed here, and their ticks, survive until
then; after a change upstream the tick is gone, because it was given to other words. Rows that left the files stay
(a pack may hold them) but are marked, and enter no new pack.
"""

from collections.abc import Sequence
from pathlib import Path

from django.db import transaction

from campaigns.models import Figure, GuidanceStatement, Initiative, Source
from campaigns.models.evidence import LoadedRow
from campaigns.reference_rows import FOLDER, Row, figure_rows, initiative_rows, source_rows, statement_rows


def load_evidence(*, folder: Path = FOLDER) -> list[str]:
    """One line for each row that was added, changed, gone from the files or back in them; nothing for the rest."""
    rows = source_rows(folder)
    with transaction.atomic():
        table = _Table(Source)
        table.bring(rows)
        sources = {slug: row for slug, row in table.held.items() if isinstance(row, Source)}
        _link_successors(rows, table)
        report = table.report
        statements, said = _Table(GuidanceStatement, sources), statement_rows(folder)
        report += statements.bring(said)
        _link_successors(said, statements)
        report += _Table(Initiative, sources).bring(initiative_rows(folder))
        report += _Table(Figure, sources).bring(figure_rows(folder))
    return report


class _Table:
    """One model against its rows. `held` is every row of it by slug."""

    def __init__(self, model: type[LoadedRow], sources: dict[str, Source] | None = None) -> None:
        self.model, self.sources = model, sources
        self.name = str(model._meta.verbose_name)
        self.held: dict[str, LoadedRow] = {found.slug: found for found in model._default_manager.all()}
        self.report: list[str] = []
        self.written: set[str] = set()

    def bring(self, rows: Sequence[Row]) -> list[str]:
        for row in rows:
            self._bring(row)
        for slug in sorted(self.held.keys() - {row.slug for row in rows}):
            self._mark_gone(self.held[slug])
        return self.report

    def _bring(self, row: Row) -> None:
        found = self.held.get(row.slug)
        if found is None:
            found = self.held[row.slug] = self.model(slug=row.slug)
            self._say(row.slug, "added")
        elif found.row_sha256 != row.sha256:
            self._say(row.slug, f"changed {', '.join(_differing(found, row))}")
        elif found.gone_upstream:
            self._say(row.slug, "back in the files")
        else:
            self._put_in_place(found, row)
            return
        self._write(found, row)

    def _write(self, found: LoadedRow, row: Row) -> None:
        self.written.add(row.slug)
        for name, value in row.values.items():
            setattr(found, name, value)
        found.row_sha256, found.gone_upstream = row.sha256, False
        found.confirmed_by, found.confirmed_at = None, None
        found.save()
        if isinstance(found, GuidanceStatement | Initiative | Figure):
            found.sources.set([(self.sources or {})[slug] for slug in row.sources])

    def _put_in_place(self, found: LoadedRow, row: Row) -> None:
        place = row.values.get("position")
        if place is not None and place != found.position:
            self.model._default_manager.filter(pk=found.pk).update(position=place)

    def _mark_gone(self, found: LoadedRow) -> None:
        if not found.gone_upstream:
            found.gone_upstream = True
            found.save(update_fields=["gone_upstream"])
            self._say(found.slug, "gone from the files: kept, but enters no new pack")

    def _say(self, slug: str, what: str) -> None:
        self.report.append(f"{self.name} {slug}: {what}")


def _differing(found: LoadedRow, row: Row) -> list[str]:
    return [name for name, value in row.values.items() if getattr(found, name) != value] or ["sources"]


def _link_successors(rows: Sequence[Row], table: _Table) -> None:
    """Which row replaced which: linked last, because a successor may come later in the file.

    Only for rows that were written now: what people linked here stays as long as the rest of its row.
    """
    for row in rows:
        if row.slug in table.written:
            link = {"superseded_by": table.held.get(row.superseded_by)}
            table.model._default_manager.filter(slug=row.slug).update(**link)
