"""What is different from the edition before, in counts and neutral words: never which story, never why."""

import json
from collections import Counter
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.enums import EditionState, ItemKind
from campaigns.models import Edition
from campaigns.packs.plan import Plan


def changes_since_last(*, plan: Plan, last: Edition | None) -> list[dict[str, Any]]:
    """Counts of what was added and taken out, by kind. Empty for a first edition."""
    if last is None:
        return []
    now = {_key(item.kind, item.source_id, item.span.raw() if item.span else None) for item in plan.items()}
    before = {_key(ItemKind(item.kind), item.source_id, item.span) for item in last.items.all()}
    found = [{"since": last.number, "what": "words"}] if plan.frozen() != last.frozen else []
    for what, keys in (("added", now - before), ("removed", before - now)):
        counts = Counter(str(kind) for kind, _pk, _span in keys)
        found += [
            {"since": last.number, "what": what, "kind": kind, "count": counts[kind]}
            for kind in sorted(counts)
        ]
    return found


def _key(kind: ItemKind, source_id: str, span: dict[str, Any] | None) -> tuple[ItemKind, str, str]:
    """What makes it another thing: of a quotation also which words, in which version."""
    return kind, source_id, json.dumps(span, sort_keys=True) if span else ""


def last_issued(*, pack_id: UUID) -> Edition | None:
    """The newest edition that had readers."""
    had = [EditionState.ISSUED, EditionState.REPLACED, EditionState.WITHDRAWN]
    return Edition.objects.filter(pack_id=pack_id, state__in=had).order_by("-number").first()


def in_words(changes: list[dict[str, Any]]) -> list[str]:
    return [_sentence(change) for change in changes]


def _sentence(change: dict[str, Any]) -> str:
    if change["what"] == "words":
        return _("Our own words, or the order of the sections, have been changed.")
    return SENTENCES[change["what"], change["kind"]](change["count"]) % {"count": change["count"]}


SENTENCES = {
    ("added", "story"): lambda n: ngettext("One story has come in.", "%(count)s stories have come in.", n),
    ("removed", "story"): lambda n: ngettext(
        "One story is no longer part of this pack.", "%(count)s stories are no longer part of this pack.", n
    ),
    ("added", "statement"): lambda n: ngettext("One rule has come in.", "%(count)s rules have come in.", n),
    ("removed", "statement"): lambda n: ngettext(
        "One rule has been left out.", "%(count)s rules have been left out.", n
    ),
    ("added", "quotation"): lambda n: ngettext(
        "One quotation has come in.", "%(count)s quotations have come in.", n
    ),
    ("removed", "quotation"): lambda n: ngettext(
        "One quotation is no longer part of this pack.",
        "%(count)s quotations are no longer part of this pack.",
        n,
    ),
    ("added", "figure"): lambda n: ngettext("One figure has come in.", "%(count)s figures have come in.", n),
    ("removed", "figure"): lambda n: ngettext(
        "One figure has been left out.", "%(count)s figures have been left out.", n
    ),
    ("added", "initiative"): lambda n: ngettext(
        "One example of good practice has come in.", "%(count)s examples of good practice have come in.", n
    ),
    ("removed", "initiative"): lambda n: ngettext(
        "One example of good practice has been left out.",
        "%(count)s examples of good practice have been left out.",
        n,
    ),
}
