"""Detection as a whole: each layer looks, and whatever any of them finds is proposed.

No score hides anything. Nothing here reads or writes a database, or asks anybody on the net.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from stories.anonymise import codes, dates, descriptions, events, gazetteer, ner, quantities
from stories.anonymise.casual import is_casual
from stories.anonymise.chunks import chunks
from stories.anonymise.mentions import find_small
from stories.anonymise.merge import merge
from stories.anonymise.model import Proposal
from stories.anonymise.names import Runs
from stories.anonymise.presidio import find_patterns
from stories.anonymise.standing import known_names
from stories.anonymise.tokens import tokenise
from stories.anonymise.works import find_titles
from stories.enums import RedactionKind

# Over text in lower case: its patterns, the kind of what they find, and how sure that is.
SMALL: tuple[tuple[Sequence[re.Pattern[str]], RedactionKind, float], ...] = (
    (dates.PATTERNS, RedactionKind.DATE, 0.85),
    (quantities.AGES, RedactionKind.AGE, 0.9),
    (quantities.AMOUNTS, RedactionKind.CODE, 0.4),
    (descriptions.PATTERNS, RedactionKind.DESCRIPTION, 0.4),
    (events.PATTERNS, RedactionKind.EVENT, 0.5),
)


def detect(text: str, *, tick: Callable[[float], None] | None = None) -> list[Proposal]:
    """What may tell who somebody is, in order of place, none overlapping another.

    TICK is called after each piece with the share that is done (0 to 1); what it raises ends the work.
    """
    known, casual = known_names(tokenise(text)), is_casual(text)
    found: list[Proposal] = []
    for offset, piece in chunks(text):
        found += [
            replace(each, start=each.start + offset, end=each.end + offset)
            for each in _look(piece, known, casual)
        ]
        if tick is not None:
            tick((offset + len(piece)) / max(1, len(text)))
    return merge(text=text, found=found)


def _look(piece: str, known: frozenset[str], casual: bool) -> Iterator[Proposal]:
    """Every layer over one PIECE."""
    tokens = tokenise(piece)
    yield from Runs(piece, tokens, known, casual=casual).find()
    yield from find_small(tokens)
    yield from gazetteer.find_known(tokens, gazetteer.load(_own_list()))
    small = fold(piece)
    for patterns, kind, score in SMALL:
        for pattern in patterns:
            yield from (Proposal(*match.span(), kind, score) for match in pattern.finditer(small))
    for pattern in quantities.COUNTS:
        yield from (Proposal(*match.span(), RedactionKind.CODE, 0.3) for match in pattern.finditer(piece))
    for pattern, kind, score in codes.PATTERNS:
        yield from (Proposal(*match.span(), kind, score) for match in pattern.finditer(piece))
    yield from find_titles(piece)
    yield from find_patterns(piece)
    yield from ner.find_entities(piece)


def fold(text: str) -> str:
    """TEXT in lower case, letter for letter, so that offsets keep."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def _own_list() -> Path | None:
    return settings.DETECTION_LIST
