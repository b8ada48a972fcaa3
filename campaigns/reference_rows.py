"""The reference files, read into plain rows that are named and shaped like the models they fill."""

import csv
import datetime as dt
import functools
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml import CSafeLoader

from campaigns.enums import Topic

FOLDER = Path(__file__).parent / "reference"
Raw = dict[str, Any]

TOPICS = {
    "g0": Topic.LEAST,
    "g1": Topic.HOLDING,
    "g2": Topic.MEDICINE,
    "g3": Topic.SECLUSION,
    "g4": Topic.PLANS,
    "u": Topic.USE_OF_FORCE,
    "s": Topic.STANDARDS,
    "r": Topic.RIGHTS,
    "a": Topic.COMPLAINTS,
    "w": Topic.WALES,
    "m": Topic.ACT_2025,
}

# What an initiative's row may hold beyond its columns, shown as lists on its page.
INITIATIVE_DETAILS = ("ideas", "checklist", "interventions", "strategies")
INITIATIVE_CAUTIONS = ("discrepancy", "spelling_note")
DATES = ("in_force_from", "in_force_until")


@dataclass(frozen=True)
class Row:
    """One row: its slug, its columns, the slugs of its sources, and a hash of all of it."""

    slug: str
    values: Raw
    sources: tuple[str, ...] = ()
    superseded_by: str = ""
    sha256: str = field(default="", compare=False)


def hashed(row: Row) -> Row:
    """With its hash, which leaves out where in the file it stands, and dates that it does not give."""
    given = {name: value for name, value in row.values.items() if name not in DATES or value}
    values = {name: value for name, value in given.items() if name != "position"}
    text = json.dumps([values, row.sources, row.superseded_by], sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Row(row.slug, row.values, row.sources, row.superseded_by, digest)


def source_rows(folder: Path = FOLDER) -> list[Row]:
    """The register of sources, each with its standing from guidance.yaml where it is a rule in itself."""
    standings = {document["id"]: document for document in _yaml(folder / "guidance.yaml")["documents"]}
    register = _yaml(folder / "sources.yaml")["sources"]
    return [hashed(_source(slug, raw, standings.get(slug, {}))) for slug, raw in register.items()]


def _source(slug: str, raw: Raw, standing: Raw) -> Row:
    values = {
        "title": raw["title"],
        "short_name": standing.get("name", ""),
        "publisher": raw.get("publisher", ""),
        "year": int(raw["year"]) if str(raw.get("year", "")).isdigit() else None,
        "url": raw.get("url", ""),
        "note": raw.get("note", ""),
        "checked": raw["checked"],
        **{
            name: standing.get(name, "")
            for name in ("jurisdiction", "legal", "applies_to", "status", "status_note")
        },
        **_dates(standing),
    }
    return Row(slug, values, superseded_by=standing.get("superseded_by", ""))


def statement_rows(folder: Path = FOLDER) -> list[Row]:
    raw = _yaml(folder / "guidance.yaml")
    standings = {document["id"]: document["legal"] for document in raw["documents"]}
    return [hashed(_statement(place, row, standings)) for place, row in enumerate(raw["statements"], start=1)]


def _statement(place: int, raw: Raw, standings: dict[str, str]) -> Row:
    inherited = next((standings[slug] for slug in raw["source"] if slug in standings), "")
    values = {
        "text": raw["text"],
        "topic": _topic(raw["id"]),
        "section": raw.get("section", ""),
        "jurisdictions": raw["jurisdiction"],
        "legal": raw.get("legal", inherited),
        "status": raw["status"],
        "note": raw.get("note", ""),
        "ask": raw.get("ask", ""),
        "themes": raw["themes"],
        "fields": raw.get("fields", []),
        "checked": raw["checked"],
        "position": place,
        **_dates(raw),
    }
    return Row(raw["id"], values, tuple(raw["source"]), raw.get("superseded_by", ""))


def _dates(raw: Raw) -> Raw:
    """YAML reads a day as a date; a row that gives none keeps none."""
    return {name: raw.get(name) for name in DATES}


def _topic(slug: str) -> str:
    """KeyError for a slug of no known chapter: a new one must be named in TOPICS first."""
    return str(TOPICS.get(slug[:2]) or TOPICS[slug[:1]])


def initiative_rows(folder: Path = FOLDER) -> list[Row]:
    raw = _yaml(folder / "initiatives.yaml")["initiatives"]
    return [hashed(_initiative(place, row)) for place, row in enumerate(raw, start=1)]


def _initiative(place: int, raw: Raw) -> Row:
    values = {
        "name": raw["name"],
        "what": raw["what"],
        "who": raw.get("who", ""),
        "active": str(raw.get("active", "")),
        "evidence": raw.get("evidence", []),
        "caution": " ".join(raw[name] for name in INITIATIVE_CAUTIONS if name in raw),
        "themes": raw["themes"],
        "details": {name: raw[name] for name in INITIATIVE_DETAILS if name in raw},
        "checked": raw["checked"],
        "position": place,
    }
    return Row(raw["slug"], values, tuple(raw["source"]))


def figure_rows(folder: Path = FOLDER) -> list[Row]:
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as file:
        return [hashed(_figure(place, raw)) for place, raw in enumerate(csv.DictReader(file), start=1)]


def _figure(place: int, raw: dict[str, str]) -> Row:
    plain = (
        "nation",
        "area",
        "org_code",
        "measure",
        "subgroup",
        "value",
        "unit",
        "qualifier",
        "note",
        "checked",
    )
    values: Raw = {name: raw[name] for name in plain}
    values |= {name: _date(raw[name]) for name in ("period_start", "period_end")}
    return Row(raw["id"], {**values, "position": place}, tuple(filter(None, raw["source"].split(";"))))


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def questions() -> Iterator[str]:
    """The questions any group may ask its trust."""
    yield from _yaml(FOLDER / "guidance.yaml")["questions_for_trusts"]


def _yaml(path: Path) -> Raw:
    return _parsed(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=8)
def _parsed(path: Path, _changed: int) -> Raw:
    loaded: Raw = yaml.load(path.read_text(encoding="utf-8"), Loader=CSafeLoader)
    return loaded
