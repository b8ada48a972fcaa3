"""What is different from the edition before, in counts and neutral words: never which story, never why."""

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
    now = {(kind, pk) for kind, pk, _place in plan.items()}
    before = {(ItemKind(item.kind), item.source_id) for item in last.items.all()}
    found = [{"since": last.number, "what": "words"}] if plan.frozen() != last.frozen else []
    for what, keys in (("added", now - before), ("removed", before - now)):
        counts = Counter(str(kind) for kind, _pk in keys)
        found += [
            {"since": last.number, "what": what, "kind": kind, "count": counts[kind]}
            for kind in sorted(counts)
        ]
    return found


def last_issued(*, pack_id: UUID) -> Edition | None:
    """The newest edition that had readers."""
    had = [EditionState.ISSUED, EditionState.REPLACED, EditionState.WITHDRAWN]
    return Edition.objects.filter(pack_id=pack_id, state__in=had).order_by("-number").first()


def in_words(changes: list[dict[str, Any]]) -> list[str]:
    return [_sentence(change) for change in changes]


def _sentence(change: dict[str, Any]) -> str:
    if change["what"] == "words":
        return _("The letter, the summary or what we ask for has been rewritten.")
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
    ("added", "initiative"): lambda n: ngettext(
        "One example of good practice has come in.", "%(count)s examples of good practice have come in.", n
    ),
    ("removed", "initiative"): lambda n: ngettext(
        "One example of good practice has been left out.",
        "%(count)s examples of good practice have been left out.",
        n,
    ),
}
