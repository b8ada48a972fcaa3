"""What a pack's screen shows: its sections in order, and what was picked, kind by kind."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from campaigns.enums import ItemKind, SectionKind
from campaigns.packs.layout import Picked
from campaigns.packs.plan import Plan

ORDER = (ItemKind.STORY, ItemKind.QUOTATION, ItemKind.STATEMENT, ItemKind.FIGURE, ItemKind.INITIATIVE)


@dataclass(frozen=True)
class Saying:
    heading: Promise
    icon: str
    choose: Promise
    screen: str
    none: Promise
    lost: Promise
    why_lost: Promise


NOT_PRINTABLE = _("It is not in force, or nobody has verified it. It is left out.")
SAID = {
    ItemKind.STORY: Saying(
        _("Stories"),
        "openquote",
        _("Choose stories"),
        "packs:pick_stories",
        _("No story yet."),
        _("A story that may not be used any more"),
        _("Its teller’s agreement has ended, or another version is being made."),
    ),
    ItemKind.QUOTATION: Saying(
        _("Quotations"),
        "openquote",
        _("Choose a story to quote"),
        "packs:pick_stories",
        _("No quotation yet. Choose a story and select the words in it."),
        _("A quotation that may not be used any more"),
        _("Its story stands in another version now, or may not be used."),
    ),
    ItemKind.STATEMENT: Saying(
        _("What the rules say"),
        "clipboard-list",
        _("Choose rules"),
        "packs:pick_rules",
        _("No rule yet."),
        _("A line that may not be printed"),
        NOT_PRINTABLE,
    ),
    ItemKind.FIGURE: Saying(
        _("Figures"),
        "table",
        _("Choose figures"),
        "packs:pick_figures",
        _("No figure yet."),
        _("A figure that may not be printed"),
        NOT_PRINTABLE,
    ),
    ItemKind.INITIATIVE: Saying(
        _("What has worked elsewhere"),
        "pick",
        _("Choose good practice"),
        "packs:pick_practices",
        _("Nothing yet."),
        _("A line that may not be printed"),
        NOT_PRINTABLE,
    ),
}


@dataclass(frozen=True)
class PickGroup:
    kind: ItemKind
    picks: list[Picked]

    @property
    def said(self) -> Saying:
        return SAID[self.kind]

    @property
    def template(self) -> str:
        return f"campaigns/desk/picked/{self.kind}.html"


@dataclass(frozen=True)
class SectionRow:
    heading: str
    said: str


def section_rows(*, plan: Plan) -> list[SectionRow]:
    return [
        SectionRow(section.heading or str(SectionKind(section.kind).label), Truncator(section.text).words(24))
        for section in plan.sections
    ]
