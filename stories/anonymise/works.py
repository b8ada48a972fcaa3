"""Titles of songs, films and books: words in quotation marks that are written as titles are."""

import re
from collections.abc import Iterator

from stories.anonymise.model import Proposal
from stories.enums import RedactionKind

OPEN, CLOSE = r"(?:[\"“«]|&quot;|(?<!\w)['‘])", r"(?:[\"”»]|&quot;|['’](?!\w))"
QUOTED = re.compile(rf"{OPEN} ?([^\n\"“”«»]{{3,80}}?) ?{CLOSE}")
WORD = re.compile(r"[^\W\d_][\w’']*")
MOSTLY = 0.6  # of its words begin with a capital


def find_titles(text: str) -> Iterator[Proposal]:
    for match in QUOTED.finditer(text):
        words = WORD.findall(match[1])
        if len(words) > 1 and sum(word[0].isupper() for word in words) > MOSTLY * len(words):
            yield Proposal(*match.span(1), RedactionKind.OTHER, 0.5)
