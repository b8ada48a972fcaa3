"""Notes for staff: loaded from reference/staff_notes.yaml, and found by name for the screens that show them."""

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from pages.loading import make_body, plain
from pages.models import StaffNote

FILE = Path(__file__).parent / "reference" / "staff_notes.yaml"


def load_staff_notes() -> list[str]:
    """Make or renew them; what somebody has edited in the admin is left alone. Says what changed."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))["notes"]
    with transaction.atomic():
        return [line for row in rows if (line := _load(row))]


def _load(row: dict[str, Any]) -> str:
    values = {"title": row["title"], "body": make_body(row["body"])}
    note = StaffNote.objects.filter(slug=row["slug"]).first()
    if note is None:
        StaffNote.objects.create(slug=row["slug"], **values)
        return f"note {row['slug']}: added"
    changed = [name for name, value in values.items() if plain(getattr(note, name)) != plain(value)]
    if not changed:
        return ""
    if note.revisions.exists():
        return f"note {row['slug']}: kept as edited here"
    for name in changed:
        setattr(note, name, values[name])
    note.save()
    return f"note {row['slug']}: changed {', '.join(changed)}"


def find_note(*slugs: str) -> StaffNote | None:
    """The first of SLUGS that there is and that says something: a particular note before a general one."""
    held = {note.slug: note for note in StaffNote.objects.filter(slug__in=slugs)}
    return next((held[slug] for slug in slugs if slug in held and held[slug].body), None)
