"""What is different from the edition before, in words: never which story, never why.

Of stories and quotations only how many. Rules, figures, practices, asks and sections are named: no teller said them.
"""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.enums import EditionState, ItemKind, SectionKind
from campaigns.models import Edition, EditionItem, Figure, GuidanceStatement, Initiative
from campaigns.packs.laying import lines
from campaigns.packs.plan import Words
from campaigns.packs.sections import Section

Key = tuple[ItemKind, str, str]


def changes_since_last(*, words: Words, printed: set[Key], last: Edition | None) -> list[dict[str, Any]]:
    """Added and taken out, by kind: how many, and the names of what is no teller's. Empty for a first edition.

    PRINTED is what stands in the new one, not what was picked for it.
    """
    if last is None:
        return []
    before = {key_of(item) for item in last.items.all()}
    found = [{"since": last.number, "what": "words"}] if words.frozen() != last.frozen else []
    own_now, own_before = _own(words.sections), _own(Section(**each) for each in last.frozen["sections"])
    for what, keys, own in (
        ("added", printed - before, own_now - own_before),
        ("removed", before - printed, own_before - own_now),
    ):
        counts = Counter(str(kind) for kind, _pk, _span in keys)
        found += [
            {"since": last.number, "what": what, "kind": kind, "count": counts[kind]} | _named(kind, keys)
            for kind in sorted(counts)
        ]
        for kind in ("ask", "section"):
            if names := sorted(name for each, name in own if each == kind):
                found.append(
                    {"since": last.number, "what": what, "kind": kind, "count": len(names), "names": names}
                )
    return found


def _own(sections: Iterable[Section]) -> set[tuple[str, str]]:
    """The group's own: each ask, and each section in which it wrote something."""
    written = [section for section in sections if section.text.strip()]
    asks = {("ask", shorten(line)) for s in written if s.kind == SectionKind.ASKS for line in lines(s.text)}
    return asks | {("section", s.heading or str(SectionKind(s.kind).label)) for s in written}


def _named(kind: str, keys: set[Key]) -> dict[str, list[str]]:
    """By the words of its row, as they are today; nothing for stories and quotations, whatever becomes of this."""
    if kind not in NAMES:
        return {}
    model, field = NAMES[kind]
    slugs = [pk for each, pk, _span in keys if each == kind]
    found = model.objects.filter(slug__in=slugs).order_by("slug").values_list(field, flat=True)  # type: ignore[attr-defined]
    return {"names": [shorten(name) for name in dict.fromkeys(found)]}


def shorten(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"


def key_of(item: EditionItem) -> Key:
    """What makes it another thing: of a quotation also which words, in which version."""
    return ItemKind(item.kind), item.source_id, json.dumps(item.span, sort_keys=True) if item.span else ""


def last_issued(*, pack_id: UUID) -> Edition | None:
    """The newest edition that had readers."""
    had = [EditionState.ISSUED, EditionState.REPLACED, EditionState.WITHDRAWN]
    return Edition.objects.filter(pack_id=pack_id, state__in=had).order_by("-number").first()


def in_words(changes: list[dict[str, Any]]) -> list[str]:
    return [_sentence(change) for change in changes]


def _sentence(change: dict[str, Any]) -> str:
    if change["what"] == "words":
        return _("Our own words, or the order of the sections, have been changed.")
    said = SENTENCES[change["what"], change["kind"]](change["count"]) % {"count": change["count"]}
    if not (names := change.get("names")):
        return said
    listed = "; ".join(f"“{name.rstrip('.')}”" for name in names)
    return _("%(said)s: %(names)s.") % {"said": said.rstrip("."), "names": listed}


LONGEST = 110  # signs of a name
NAMES: dict[str, tuple[type[Model], str]] = {
    ItemKind.STATEMENT: (GuidanceStatement, "text"),
    ItemKind.INITIATIVE: (Initiative, "name"),
    ItemKind.FIGURE: (Figure, "measure"),
}
SENTENCES = {
    ("added", "ask"): lambda n: ngettext(
        "We ask for one more thing.", "We ask for %(count)s more things.", n
    ),
    ("removed", "ask"): lambda n: ngettext(
        "One thing is no longer asked for.", "%(count)s things are no longer asked for.", n
    ),
    ("added", "section"): lambda n: ngettext(
        "One section has come in.", "%(count)s sections have come in.", n
    ),
    ("removed", "section"): lambda n: ngettext(
        "One section has been left out.", "%(count)s sections have been left out.", n
    ),
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
