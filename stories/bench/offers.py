"""What the bench offers beside a group: a stand-in for it, and more general words. Offered, never applied.

The one seam for the register of people and places: `offers_for` is asked once for a page, and once for the groups
that a decision changed; what it answers stands ready in the panel when its group is chosen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from stories.bench.layout import Group
from stories.enums import RedactionKind


@dataclass(frozen=True)
class Offer:
    """`stand_in` is empty where there is none; `general` is in order, the least exact last."""

    stand_in: str = ""
    general: tuple[str, ...] = ()


PLAIN: Mapping[str, Mapping[RedactionKind, tuple[str, ...]]] = {
    "en": {
        RedactionKind.PERSON: ("somebody", "a nurse", "a doctor", "a patient"),
        RedactionKind.PLACE: ("a town", "near my home"),
        RedactionKind.WARD: ("the ward", "the unit"),
        RedactionKind.ORGANISATION: ("the hospital", "the trust"),
        RedactionKind.DATE: ("one day", "at that time"),
        RedactionKind.EVENT: ("something that happened",),
    },
    "cy": {
        RedactionKind.PERSON: ("rhywun", "nyrs", "meddyg", "claf"),
        RedactionKind.PLACE: ("tref", "ger fy nghartref"),
        RedactionKind.WARD: ("y ward", "yr uned"),
        RedactionKind.ORGANISATION: ("yr ysbyty", "yr ymddiriedolaeth"),
        RedactionKind.DATE: ("un diwrnod", "bryd hynny"),
        RedactionKind.EVENT: ("rhywbeth a ddigwyddodd",),
    },
}


def offers_for(*, story_id: UUID, language: str, groups: Iterable[Group]) -> dict[str, Offer]:
    """By the key of each group; in the language of the story, whose readers will read it."""
    plain = PLAIN.get(language, PLAIN["en"])
    return {group.key: Offer(general=plain.get(group.kind, ())) for group in groups}
