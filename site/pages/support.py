"""Support lines: which ones a reader sees, and loading them from the reference file."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.text import slugify

from pages.enums import EVERYWHERE, Checked, LineKind, Nation
from pages.models import SupportLine

FILE = Path(__file__).parent / "reference" / "support.yaml"
URGENT = (LineKind.EMERGENCY, LineKind.CRISIS, LineKind.LISTENING)
COPIED = ("name", "kind", "phone", "text", "text_relay", "email", "url", "hours", "welsh", "note")
UNSURE = "check"  # the file marks a doubtful value by this word inside it: such a value is for editors only


def nation_of(*, slug: str) -> str:
    """The nation whose slug it is ("northern-ireland"); nothing for any other word."""
    return next((nation.value for nation in Nation if slugify(nation.value) == slug), "")


def lines_for(*, nation: str = "") -> list[SupportLine]:
    """The lines readers may see in NATION (or in any), most urgent first, then in the file's order."""
    found = [line for line in SupportLine.objects.for_readers() if _serves(line, nation)]
    return sorted(found, key=lambda line: LineKind(line.kind).urgency)


def urgent_lines(*, nation: str = "") -> list[SupportLine]:
    return [line for line in lines_for(nation=nation) if line.kind in URGENT]


def group_lines(*, nation: str = "") -> list[tuple[LineKind, list[SupportLine]]]:
    grouped = groupby(lines_for(nation=nation), key=lambda line: LineKind(line.kind))
    return [(kind, list(lines)) for kind, lines in grouped]


def load_support_lines() -> list[str]:
    """Bring the rows in line with the file and say what changed, row by row.

    A row somebody here has checked is left alone, and whether a row is shown is never changed after it is made.
    """
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    held_back = frozenset(data["not_for_launch_until_checked"])
    with transaction.atomic():
        rows = {line.slug: line for line in SupportLine.objects.all()}
        said: list[str] = []
        for order, row in enumerate(data["lines"]):
            values = {**_values(row), "order": order}
            said += _load(row["slug"], values, rows.get(row["slug"]), hidden=row["slug"] in held_back)
    return said


def _load(slug: str, values: dict[str, Any], line: SupportLine | None, *, hidden: bool) -> Iterator[str]:
    if line is None:
        shown = values["checked"] != Checked.OWN and not hidden
        SupportLine.objects.create(slug=slug, shown=shown, **values)
        yield f"support line {slug}: added{'' if shown else ', hidden until checked'}"
    elif line.checked != Checked.HERE and (changed := _changed(line, values)):
        SupportLine.objects.filter(pk=line.pk).update(**{name: values[name] for name in changed})
        yield f"support line {slug}: changed {', '.join(changed)}"


def _changed(line: SupportLine, values: dict[str, Any]) -> list[str]:
    return [name for name, value in values.items() if getattr(line, name) != value]


def _values(row: dict[str, Any]) -> dict[str, Any]:
    empty: dict[str, Any] = {"welsh": False}
    values = {name: row.get(name, empty.get(name, "")) for name in COPIED}
    doubtful = [
        f"{name}: {values[name]}" for name in ("phone", "text", "hours") if UNSURE in str(values[name])
    ]
    for name in ("phone", "text", "hours"):
        values[name] = "" if UNSURE in values[name] else values[name]
    values["text"] = re.sub(r"^(\d+) \(text (\w+)\)$", r"\2 to \1", values["text"])
    values["note"] = "\n".join(filter(None, (values["note"], row.get("basis", ""), *doubtful)))
    return {**values, "for_whom": row["for"], "nations": row["nations"], "checked": row["checked"]}


def _serves(line: SupportLine, nation: str) -> bool:
    return not nation or nation in line.nations or EVERYWHERE in line.nations
