"""Which sections a pack has, in which order, with the group's own words in each."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from campaigns.enums import ItemKind, SectionKind
from campaigns.models import Pack

# Printed wherever there is something to print, whether or not the group gave them a place.
ALWAYS = (SectionKind.SOURCES, SectionKind.SUPPORT)
PRINTED_IN = {
    ItemKind.STORY: SectionKind.STORIES,
    ItemKind.QUOTATION: SectionKind.QUOTATIONS,
    ItemKind.STATEMENT: SectionKind.RULES,
    ItemKind.FIGURE: SectionKind.FIGURES,
    ItemKind.INITIATIVE: SectionKind.PRACTICES,
}
# A new pack begins with these; counts, last time and free words are added by who wants them.
USUAL = tuple(
    kind for kind in SectionKind if kind not in (SectionKind.THEMES, SectionKind.LAST_TIME, SectionKind.WORDS)
)


@dataclass(frozen=True)
class Section:
    kind: str
    heading: str = ""  # the group's own; nothing: the usual one
    text: str = ""


def sections_of(pack: Pack) -> tuple[Section, ...]:
    return tuple(
        Section(block.block_type, block.value["heading"] or "", block.value["text"] or "")
        for block in pack.sections
    )


def rewrite_sections(*, pack: Pack, change: Callable[[str], str]) -> None:
    """CHANGE applied to the group's own words wherever they stand; kept only if something differs."""
    before = sections_of(pack)
    after = [Section(s.kind, change(s.heading), change(s.text)) for s in before]
    if [*before] != after:
        sections = [(s.kind, {"heading": s.heading, "text": s.text}) for s in after]
        Pack.objects.filter(pk=pack.pk).update(sections=sections)


def usual_sections(*, words: dict[SectionKind, str]) -> list[tuple[str, dict[str, str]]]:
    """As a StreamField takes them."""
    return [(str(kind), {"heading": "", "text": words.get(kind, "")}) for kind in USUAL]


def complete(sections: Iterable[Section], *, picked: Collection[ItemKind]) -> tuple[Section, ...]:
    """What was picked is printed: a section that the group left out stands before what is always at the end."""
    given = list(sections)
    needed = [*(PRINTED_IN[kind] for kind in ItemKind if kind in picked), *ALWAYS]
    there = {section.kind for section in given}
    missing = [Section(kind) for kind in needed if kind not in there]
    end = len(given)
    while end and given[end - 1].kind in ALWAYS:
        end -= 1
    middle = [section for section in missing if section.kind not in ALWAYS]
    return (*given[:end], *middle, *given[end:], *(s for s in missing if s.kind in ALWAYS))


def words_in(sections: Iterable[Section], *kinds: SectionKind) -> str:
    """The group's own words in sections of KINDS, or in all."""
    return "\n\n".join(s.text for s in sections if s.text and (not kinds or s.kind in kinds))
