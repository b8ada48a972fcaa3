"""The sections of a pack as Wagtail blocks: each a heading of the group's own, if it wants one, and its own words.

What was picked (stories, rules, figures) is not in here: a section only says where it is printed.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from campaigns.enums import SectionKind

ICONS = {
    SectionKind.LETTER: "mail",
    SectionKind.SUMMARY: "time",
    SectionKind.ASKS: "list-ol",
    SectionKind.STORIES: "openquote",
    SectionKind.QUOTATIONS: "openquote",
    SectionKind.THEMES: "tag",
    SectionKind.RULES: "clipboard-list",
    SectionKind.FIGURES: "table",
    SectionKind.PRACTICES: "pick",
    SectionKind.LAST_TIME: "history",
    SectionKind.WORDS: "pilcrow",
    SectionKind.SOURCES: "list-ul",
    SectionKind.SUPPORT: "help",
}
WHAT_IT_HOLDS: dict[SectionKind, Any] = {
    SectionKind.LETTER: _("Who you are and why you are writing. An empty line begins a new paragraph."),
    SectionKind.SUMMARY: _("What a reader with two minutes must know. Your words, not a teller’s."),
    SectionKind.ASKS: _("One specific thing on each line."),
    SectionKind.STORIES: _("The stories you chose, in full. You may write something to stand before them."),
    SectionKind.QUOTATIONS: _("The quotations you chose. You may write something to stand before them."),
    SectionKind.THEMES: _("How many people who told Heard their story speak of the same, in bands of five."),
    SectionKind.RULES: _("The rules you chose, with their sources."),
    SectionKind.FIGURES: _("The figures you chose, drawn where they can be compared."),
    SectionKind.PRACTICES: _("The good practice you chose, with its evidence."),
    SectionKind.LAST_TIME: _("The promises of your campaign are printed here, as they stand when you issue."),
    SectionKind.WORDS: _("Anything else in your own words, under a heading of your own."),
    SectionKind.SOURCES: _("Everything that is cited, numbered. Always printed."),
    SectionKind.SUPPORT: _("Support lines for whoever reads this. Always printed."),
}
LONG = {SectionKind.LETTER: 12, SectionKind.SUMMARY: 7, SectionKind.WORDS: 7, SectionKind.ASKS: 5}


def section_block(kind: SectionKind) -> blocks.StructBlock:
    heading = blocks.CharBlock(
        label=_("Heading"),
        required=kind == SectionKind.WORDS,
        max_length=120,
        help_text="" if kind == SectionKind.WORDS else _("Leave it empty for the usual one."),
    )
    text = blocks.TextBlock(
        label=_("Your words"), required=False, rows=LONG.get(kind, 2), help_text=WHAT_IT_HOLDS[kind]
    )
    parts = [("heading", heading), ("text", text)]
    return blocks.StructBlock(parts, label=kind.label, icon=ICONS[kind])


class PackSections(blocks.StreamBlock):
    """Every kind at most once, but for free words."""

    def __init__(self, **keywords: Any) -> None:
        kinds = [(str(kind), section_block(kind)) for kind in SectionKind]
        once = {str(kind): {"max_num": 1} for kind in SectionKind if kind != SectionKind.WORDS}
        super().__init__(kinds, block_counts=once, required=False, **keywords)
