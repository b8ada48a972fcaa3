"""What would happen, row by row. Planning writes nothing; the import does what the plan says, person by person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from stories.enums import GONE
from stories.intake.contents import Contents, file_mac, find_file, read_contents
from stories.intake.errors import NotTaken
from stories.intake.sheet import Row, read_sheet
from stories.models import IntakeFile


class Outcome(StrEnum):
    TAKE = "take"
    HERE = "here already"
    BACK = "taken back by its teller"
    REFUSED = "refused"


@dataclass(frozen=True)
class Planned:
    """One row: what would happen to it, and why where it would not be taken."""

    row: Row
    outcome: Outcome
    why: str = ""
    path: Path | None = None
    mac: str = ""
    contents: Contents | None = None


@dataclass(frozen=True)
class Person:
    """The rows that make one story."""

    planned: tuple[Planned, ...]

    @property
    def taken(self) -> bool:
        return all(each.outcome == Outcome.TAKE for each in self.planned)


@dataclass(frozen=True)
class Plan:
    organisation: Organisation
    people: tuple[Person, ...]
    left_over: int  # files in the folder that no row names

    @property
    def rows(self) -> list[Planned]:
        return sorted(
            (each for person in self.people for each in person.planned), key=lambda each: each.row.number
        )


class NoSuchGroup(ValueError):
    """The message says what to do."""


def make_plan(*, folder: Path, sheet: Path, group: str) -> Plan:
    """Raises BadSheet, NoSuchGroup."""
    organisation = Organisation.objects.filter(slug=group, kind=OrganisationKind.GROUP).first()
    if organisation is None:
        raise NoSuchGroup(
            _("There is no group with that short name. Administrators see it under Organisations.")
        )
    if not folder.is_dir():
        raise NoSuchGroup(_("The folder cannot be found."))
    planned = [_plan(row, folder, organisation) for row in read_sheet(sheet)]
    people: dict[str, list[Planned]] = {}
    for each in _one_of_each(planned):
        people.setdefault(each.row.person or f"#{each.row.number}", []).append(each)
    return Plan(
        organisation,
        tuple(Person(tuple(_together(each))) for each in people.values()),
        _left_over(folder, sheet, planned),
    )


def _plan(row: Row, folder: Path, organisation: Organisation) -> Planned:
    try:
        path = find_file(folder, row.file) if row.file else None
        mac = file_mac(path, organisation_id=organisation.pk) if path else ""
        held = IntakeFile.objects.filter(mac=mac).select_related("submission").first() if mac else None
        if held is not None:
            back = held.submission.state in GONE
            why = _("Its teller took it back. It is not brought in again.") if back else ""
            return Planned(row, Outcome.BACK if back else Outcome.HERE, why, path, mac)
        # Read whole, to find what is wrong with it, and let go: a thousand interviews do not stay in memory.
        contents = replace(read_contents(path), text="") if path else None
    except NotTaken as refusal:
        return Planned(row, Outcome.REFUSED, " ".join((*row.wrong, str(refusal))))
    if row.wrong:
        return Planned(row, Outcome.REFUSED, " ".join(row.wrong))
    return Planned(row, Outcome.TAKE, "", path, mac, contents)


def _one_of_each(planned: Iterable[Planned]) -> Iterable[Planned]:
    """Two files with the same bytes in one sheet: the second is refused, or one consent would stand for two people."""
    seen: dict[str, int] = {}
    for each in planned:
        if each.mac and each.outcome == Outcome.TAKE:
            if each.mac in seen:
                said = _("It is the same file as the one in row %d.") % seen[each.mac]
                yield Planned(each.row, Outcome.REFUSED, said)
                continue
            seen[each.mac] = each.row.number
        yield each


def _together(rows: Sequence[Planned]) -> Iterable[Planned]:
    """A person is brought in whole or not at all, and all of their rows agree about them."""
    first = rows[0].row
    for each in rows:
        if each.outcome != Outcome.TAKE:
            yield each
        elif not _agree(first, each.row):
            yield Planned(
                each.row, Outcome.REFUSED, _("It says something else about this person than their first row.")
            )
        elif any(other.outcome != Outcome.TAKE or not _agree(first, other.row) for other in rows):
            said = _("Another row of the same person cannot be taken, or is here already.")
            yield Planned(each.row, Outcome.REFUSED, said)
        else:
            yield each


def _agree(first: Row, other: Row) -> bool:
    about = ("told_by", "language", "agreed_at", "trust", "year", "uses")
    return all(getattr(first, name) == getattr(other, name) for name in about)


def _left_over(folder: Path, sheet: Path, planned: Sequence[Planned]) -> int:
    named = {each.path.resolve() for each in planned if each.path} | {sheet.resolve()}
    return sum(1 for path in folder.rglob("*") if path.is_file() and path.resolve() not in named)
