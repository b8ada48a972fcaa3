"""What the layers found, as one list of places that do not overlap: each thing is decided once."""

from collections.abc import Iterable

from stories.anonymise.model import Proposal
from stories.enums import RedactionKind

# Side by side, two of one family are one mention: "Turkish" and "lawyer", "nurse" and "bex".
FAMILIES = {
    RedactionKind.DATE: "time",
    RedactionKind.AGE: "time",
    RedactionKind.CODE: "number",
}
BETWEEN = frozenset(("", " ", "-", "\u00a0"))
LONGEST = 80  # characters; text in another language is not one mention


def merge(*, text: str, found: Iterable[Proposal]) -> list[Proposal]:
    """In order of place. What overlaps becomes one, of the kind that was surest."""
    merged: list[Proposal] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if merged and (each.start < merged[-1].end or _belong(text, merged[-1], each)):
            merged[-1] = _joined(merged[-1], each)
        elif each.start < each.end:
            merged.append(each)
    return merged


def _belong(text: str, left: Proposal, right: Proposal) -> bool:
    same = FAMILIES.get(left.kind, "word") == FAMILIES.get(right.kind, "word")
    return same and right.end - left.start <= LONGEST and text[left.end : right.start] in BETWEEN


def _joined(left: Proposal, right: Proposal) -> Proposal:
    surer = right if right.score > left.score else left
    return Proposal(left.start, max(left.end, right.end), surer.kind, surer.score)
