"""Sources in the group's own words: `[g16]` names a row that was picked, and is printed as that row's number."""

import re
from collections.abc import Iterable, Mapping

from campaigns.evidence.figures import PublishedFigure
from campaigns.evidence.values import Practice, Rule, SourceRef

MARK = re.compile(r"\s*\[([a-z][a-z0-9-]{0,58})\]")
# A number that is no date, year or place in a list: something a reader may ask the source of.
CLAIM = re.compile(
    r"\d+(?:[.,]\d+)?\s*(?:%|per ?cent|in (?:every )?\d+|times\b)|\b\d{1,3}(?:,\d{3})+\b", re.I
)
SENTENCE = re.compile(r"(?:[^.!?\n]|\.(?=\d))+(?:[.!?]+|$)(?:\s*\[[a-z0-9-]+\])*", re.I)

Cited = Rule | Practice | PublishedFigure


def cited_numbers(*, rows: Iterable[Cited], numbers: Mapping[str, int]) -> dict[str, list[int]]:
    """The numbers of its sources, by the slug of each row."""
    return {row.slug: [numbers[source.slug] for source in row.sources] for row in rows}


def cite(text: str, *, numbers: Mapping[str, list[int]]) -> str:
    """TEXT with each mark of a picked row turned into its sources' numbers; other marks stay as they are."""

    def printed(mark: re.Match[str]) -> str:
        found = numbers.get(mark[1])
        return " " + " ".join(f"[{n}]" for n in found) if found else mark[0]

    return MARK.sub(printed, text)


def unknown_marks(text: str, *, slugs: Iterable[str]) -> list[str]:
    """Marks that name nothing in the pack."""
    known = set(slugs)
    return list(dict.fromkeys(mark for mark in MARK.findall(text) if mark not in known))


def unsourced(text: str) -> list[str]:
    """Sentences that state a number and name no source."""
    sentences = (" ".join(found[0].split()) for found in SENTENCE.finditer(text))
    return [sentence for sentence in sentences if CLAIM.search(sentence) and not MARK.search(sentence)]


def sources_numbered(sources: Iterable[SourceRef]) -> dict[str, int]:
    return {source.slug: place for place, source in enumerate(sources, start=1)}
