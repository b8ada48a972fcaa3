"""The lists of what editors say to tellers more than once: loaded from their file, then kept by people here."""

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from stories.models import RefusalReason, ReplyTemplate

FILE = Path(__file__).parent / "reference" / "replies.yaml"


@transaction.atomic
def load_replies() -> list[str]:
    """Add what is missing; what was changed or switched off here stays so."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return [*_add(ReplyTemplate, data["replies"]), *_add(RefusalReason, data["reasons"])]


def _add(model: type[ReplyTemplate | RefusalReason], rows: list[dict[str, Any]]) -> list[str]:
    held = set(model.objects.values_list("slug", flat=True))
    new = [(place, row) for place, row in enumerate(rows, 1) if row["slug"] not in held]
    for place, row in new:
        model.objects.create(position=10 * place, **row)
    return [f"added {model._meta.verbose_name} {row['slug']}" for _place, row in new]


def offered() -> list[ReplyTemplate]:
    return list(ReplyTemplate.objects.filter(active=True))


def reply_words(*, reply_id: int, language: str) -> str:
    """In LANGUAGE where there is Welsh; empty when there is no such reply any more."""
    row = ReplyTemplate.objects.filter(pk=reply_id, active=True).first()
    if row is None:
        return ""
    return row.words_cy if language == "cy" else row.words
