"""The sheet: one row for each file. Read strictly, and every fault said by its row, without repeating a cell.

Cells may hold people's names, and file names often do: nothing here or above prints one.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from stories.consent import end_of
from stories.enums import Form, Purpose, ToldBy
from stories.models import Trust
from stories.wording import LANGUAGES, current_wording

NEEDED = ("file", "person", "told_by", "language", "adult", "agreed_on", "wording")
USES = {
    "counted": Purpose.COUNTED,
    "named_pack": Purpose.NAMED_PACK,
    "any_pack": Purpose.ANY_PACK,
    "website": Purpose.WEBSITE,
    "training": Purpose.TRAINING,
    "press": Purpose.PRESS,
}
OPTIONAL = ("trust", "year", *USES)
MOST_ROWS, MOST_BYTES = 5_000, 5 * 1024 * 1024
YES, NO = {"yes", "y", "1", "ydw", "ie"}, {"", "no", "n", "0", "na"}
WHO = {ToldBy.SELF.value: ToldBy.SELF, ToldBy.HELPED.value: ToldBy.HELPED}
FIRST_YEAR = 1930


class BadSheet(ValueError):
    """The sheet as a whole cannot be read; the message says what to do."""


@dataclass(frozen=True)
class Row:
    """One line of the sheet. `number` counts as a spreadsheet does: the heading is 1. `wrong` says what to mend."""

    number: int
    file: str
    person: str
    told_by: ToldBy = ToldBy.SELF
    language: str = "en"
    agreed_at: dt.datetime | None = None
    wording: str = ""
    trust: str = ""
    year: int | None = None
    uses: Mapping[Purpose, Form] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()


def read_sheet(path: Path) -> list[Row]:
    """Every row, sound or not. Raises BadSheet."""
    reader = csv.DictReader(io.StringIO(_text(path), newline=""), strict=True, restkey="", restval="")
    try:
        names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
        _check_headings(names)
        reader.fieldnames = names
        rows = list(_rows(reader))
    except csv.Error:
        raise BadSheet(
            _("Row %d is no line of a CSV file. Save the sheet once more as CSV (UTF-8).") % reader.line_num
        ) from None
    if not rows:
        raise BadSheet(_("The sheet has no rows below its headings."))
    return rows


def _text(path: Path) -> str:
    """UTF-8, with or without its mark, or the Western encoding that Excel writes."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadSheet(_("The sheet cannot be read: %s.") % error.strerror) from None
    if len(raw) > MOST_BYTES:
        raise BadSheet(_("The sheet is larger than 5 MB: it is probably not the sheet."))
    if b"\0" in raw:
        raise BadSheet(_("That is no CSV file. Save the sheet as CSV (UTF-8)."))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _check_headings(names: list[str]) -> None:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise BadSheet(_("These headings are missing: %s.") % ", ".join(missing))
    known = set(NEEDED) | set(OPTIONAL)
    strange = sum(1 for name in names if name not in known)
    if "contact" in names:
        raise BadSheet(
            _("Being contacted cannot be brought in: the teller gives that themselves. Remove “contact”.")
        )
    if strange or len(set(names)) != len(names):
        raise BadSheet(_("Headings may be these, each once: %s.") % ", ".join((*NEEDED, *OPTIONAL)))


def _rows(reader: "csv.DictReader[str]") -> Iterator[Row]:
    trusts = set(Trust.objects.values_list("code", flat=True))
    wordings = {language: current_wording(language=language).version for language in LANGUAGES}
    files: set[str] = set()
    for number, cells in enumerate(reader, 2):
        if number > MOST_ROWS:
            raise BadSheet(_("The sheet has more than %d rows. Split it.") % MOST_ROWS)
        extra = bool(cells.pop("", None))
        held = {name: (value or "").strip() for name, value in cells.items()}
        if not any(held.values()):
            continue
        row = _Reading(number, held, trusts, wordings).row()
        again = row.file in files
        files.add(row.file)
        wrong = [
            *row.wrong,
            *([_("It has more cells than there are headings.")] if extra else []),
            *([_("Another row names the same file.")] if again else []),
        ]
        yield replace(row, wrong=tuple(wrong))


class _Reading:
    """One row, cell by cell, with what is wrong with it."""

    def __init__(
        self, number: int, held: Mapping[str, str], trusts: set[str], wordings: Mapping[str, str]
    ) -> None:
        self._number, self._held, self._trusts, self._wordings = number, held, trusts, wordings
        self._wrong: list[str] = []

    def row(self) -> Row:
        agreed_at = self._agreed_at()
        language = self._language()
        self._check_adult()
        return Row(
            number=self._number,
            file=self._needed("file", _("Name the file.")),
            person=self._needed("person", _("Give each person a code of your own, such as P01.")),
            told_by=self._told_by(),
            language=language,
            agreed_at=agreed_at,
            wording=self._held["wording"],
            trust=self._trust(),
            year=self._year(),
            uses=self._uses(agreed_at, language),
            wrong=tuple(self._wrong),
        )

    def _needed(self, name: str, says: str) -> str:
        value = self._held[name]
        if not value:
            self._wrong.append(says)
        return value

    def _told_by(self) -> ToldBy:
        value = self._held["told_by"].lower()
        if value not in WHO:
            self._wrong.append(
                _(
                    "told_by is “self” or “helped”. Nobody agrees for somebody else here: such a story is told on "
                    "the website, where the questions for it are asked."
                )
            )
        return WHO.get(value, ToldBy.SELF)

    def _language(self) -> str:
        value = self._held["language"].lower() or "en"
        if not (value.replace("-", "").isalpha() and value.isascii() and len(value) <= 10):
            self._wrong.append(_("language is a code such as en, cy or pl."))
            return "en"
        return value

    def _check_adult(self) -> None:
        if self._held["adult"].lower() not in YES:
            self._wrong.append(_("adult has to say yes: the person is 18 or over."))

    def _agreed_at(self) -> dt.datetime | None:
        value = self._held["agreed_on"]
        try:
            day = dt.date.fromisoformat(value)
            if day.isoformat() != value:
                raise ValueError
        except ValueError:
            self._wrong.append(_("agreed_on is the day on the consent form, as 2026-05-31."))
            return None
        moment = dt.datetime.combine(day, dt.time(12), tzinfo=timezone.get_current_timezone())
        if moment > timezone.now() + dt.timedelta(days=1):
            self._wrong.append(_("agreed_on is in the future."))
            return None
        if day.year < FIRST_YEAR:
            self._wrong.append(_("agreed_on is too long ago to be true."))
            return None
        return moment

    def _trust(self) -> str:
        code = self._held.get("trust", "")
        if code and code not in self._trusts:
            self._wrong.append(_("trust is the code of a trust from the list, or empty."))
            return ""
        return code

    def _year(self) -> int | None:
        value = self._held.get("year", "")
        if not value:
            return None
        if not (
            len(value) == len("2019")
            and value.isascii()
            and value.isdigit()
            and FIRST_YEAR <= int(value) <= timezone.localdate().year
        ):
            self._wrong.append(_("year has four figures, and is not in the future."))
            return None
        return int(value)

    def _uses(self, agreed_at: dt.datetime | None, language: str) -> dict[Purpose, Form]:
        uses: dict[Purpose, Form] = {}
        for name, purpose in USES.items():
            value = self._held.get(name, "").lower().replace("-", "_").replace(" ", "_")
            if value in NO:
                continue
            form = Form.TEXT if value in YES else next((f for f in Form if f.slug == value), None)
            if form is None:
                forms = ", ".join(f.slug for f in Form)
                self._wrong.append(
                    _("%(use)s is empty, or one of: %(forms)s.") % {"use": name, "forms": forms}
                )
            elif agreed_at and end_of(purpose=purpose, given_at=agreed_at) <= timezone.now():
                self._wrong.append(_("%s was agreed to so long ago that it has run out: ask again.") % name)
            else:
                uses[purpose] = form
        if Purpose.NAMED_PACK in uses and not self._held.get("trust", ""):
            self._wrong.append(_("named_pack needs the trust."))
        asked_in = "cy" if language == "cy" else "en"
        if uses and self._held["wording"] != self._wordings[asked_in]:
            said = _(
                "wording has to be the version that this site asks in now (%s): ask again in these words."
            )
            self._wrong.append(said % self._wordings[asked_in])
        return uses
