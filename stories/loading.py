"""Reference data of stories: themes and trusts. Run again at any time; reports what changed, row by row."""

import csv
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify

from stories.models import Theme, Trust
from stories.theme_files import Fields, read_terms
from stories.themes import forget_terms

FOLDER = Path(__file__).parent / "reference"
TRUST_FIELDS = ("name", "short_name", "previous_names", "nation", "org_type", "status", "status_from", "note")
COLUMNS = {"parent": "parent_id"}
NEVER = object()  # no file said anything about this field yet


def _upsert(model: type[Model], *, key: str, value: str, fields: dict[str, Any]) -> str:
    """Create or update one row; the line for the report, or nothing when it was right already."""
    manager = model._default_manager
    row = manager.filter(**{key: value}).first()
    if row is None:
        manager.create(**{key: value}, **fields)
        return f"added {model._meta.verbose_name} {value}"
    changed = [name for name, new in fields.items() if getattr(row, name) != new]
    if not changed:
        return ""
    for name in changed:
        setattr(row, name, fields[name])
    row.save(update_fields=changed)
    return f"changed {model._meta.verbose_name} {value}: {', '.join(changed)}"


@transaction.atomic
def load_themes() -> list[str]:
    """Terms of themes.yaml, with their Welsh. What the file newly says is taken over, field by field.

    What somebody changed here in Wagtail's admin is kept, and said. A term that left the file is switched off, never
    deleted (stories may carry it); one that was made here is no business of the file's.
    """
    terms = read_terms(folder=FOLDER)
    rows = {row.slug: row for row in Theme.objects.all()}
    tops_first = sorted(terms, key=lambda slug: bool(terms[slug]["parent"]))
    report = [line for slug in tops_first for line in _load_theme(rows, slug, terms[slug])]
    left = [row for slug, row in rows.items() if row.loaded and slug not in terms]
    report += [line for row in left for line in _take_over(row, row.loaded | {"active": False})]
    forget_terms()
    return report


def _load_theme(rows: dict[str, Theme], slug: str, fields: Fields) -> list[str]:
    """ROWS gets what is made, so that a parent is there before its kinds."""
    fields = fields | {"parent": rows[fields["parent"]].pk if fields["parent"] else None}
    if slug in rows:
        return _take_over(rows[slug], fields)
    values = {COLUMNS.get(name, name): value for name, value in fields.items()}
    rows[slug] = Theme.objects.create(slug=slug, loaded=fields, **values)
    return [f"added theme {slug}"]


def _take_over(row: Theme, fields: Fields) -> list[str]:
    """Bring ROW in line with what FIELDS say anew since they were last loaded; a line for each thing done, or not."""
    news = [name for name, value in fields.items() if row.loaded.get(name, NEVER) != value]
    held = {name: getattr(row, COLUMNS.get(name, name)) for name in news}
    taken = [name for name in news if held[name] == row.loaded.get(name, held[name]) != fields[name]]
    kept = [name for name in news if name not in taken and held[name] != fields[name]]
    for name in taken:
        setattr(row, COLUMNS.get(name, name), fields[name])
    if news:
        row.loaded = fields
        row.save()
    return _said(row.slug, fields, taken, kept)


def _said(slug: str, fields: Fields, taken: list[str], kept: list[str]) -> list[str]:
    done = f"changed theme {slug}: {', '.join(taken)}"
    if taken == ["active"] and not fields["active"]:
        done = f"switched off theme {slug}"
    left = f"kept theme {slug} as it was changed here, the file says otherwise: {', '.join(kept)}"
    return [line for line, names in ((done, taken), (left, kept)) if names]


@transaction.atomic
def load_trusts() -> list[str]:
    with (FOLDER / "trusts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    report = []
    for row in rows:
        fields = {name: row[name] for name in TRUST_FIELDS}
        fields |= {"region": row["nhs_region"], "successor_code": row["successor_code"]}
        fields |= {"source": row["source"], "checked": row["checked"]}
        # Independent providers often have no ODS code in our source: their name stands in for it.
        code = row["ods_code"] or f"name:{slugify(row['short_name'] or row['name'])[:50]}"
        report.append(_upsert(Trust, key="code", value=code, fields=fields))
    return [line for line in report if line]
