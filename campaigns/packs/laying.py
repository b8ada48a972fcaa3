"""The sections in print: each with its heading, the group's words in paragraphs, and where its things stand."""

import re
from collections.abc import Mapping
from typing import Any

from campaigns.enums import SectionKind
from campaigns.packs.citing import cite
from campaigns.packs.plan import Plan
from campaigns.packs.sections import Section

# What a section prints beside the group's own words, by its name in the content.
PRINTS: Mapping[str, str] = {
    SectionKind.STORIES: "stories",
    SectionKind.QUOTATIONS: "quotations",
    SectionKind.THEMES: "themes",
    SectionKind.RULES: "rules",
    SectionKind.FIGURES: "figures",
    SectionKind.PRACTICES: "practices",
    SectionKind.LAST_TIME: "promises",
    SectionKind.SOURCES: "sources",
    SectionKind.SUPPORT: "support",
}


def lay_sections(
    *, plan: Plan, data: Mapping[str, Any], cited: Mapping[str, list[int]]
) -> list[dict[str, Any]]:
    """In order; one that would be empty is left out."""
    laid = [_section(place, section, cited) for place, section in enumerate(plan.sections, start=1)]
    return [
        section
        for section in laid
        if section["text"] or section["lines"] or data.get(PRINTS.get(section["kind"], ""))
    ]


def _section(place: int, section: Section, cited: Mapping[str, list[int]]) -> dict[str, Any]:
    """`anchor` is the same in every format; of asks each line is a thing of its own."""
    kind = SectionKind(section.kind)
    words = cite(section.text, numbers=cited)
    asks = kind == SectionKind.ASKS
    return {
        "kind": str(kind),
        "anchor": f"words-{place}" if kind == SectionKind.WORDS else str(kind).replace("_", "-"),
        "heading": section.heading or str(kind.label),
        "text": [] if asks else paragraphs(words),
        "lines": lines(words) if asks else [],
    }


def paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
