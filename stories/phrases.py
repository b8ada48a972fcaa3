"""Looking for phrases in words, in one pass whatever they are: no regular expression, so no text makes it slow.

A phrase is words. `threaten*` matches any word that begins so, and ` ... ` up to three words that do not matter.
Capitals, punctuation and line ends do not count; straight and curly apostrophes are one. A list cannot tell "I wanted
to" from "I want to never again", or the teller's words from another's: whoever opens the part does.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from stories.flag_enums import FlagKind

WORD = re.compile(r"\w+(?:['’]\w+)*")
GAP, MOST_SKIPPED, MOST_GAPS = "...", 3, 2
LONGEST, SHORTEST_STEM = 12, 3  # words in a phrase; letters before a star


class PhraseRefused(ValueError):
    """It cannot be looked for; the message says what to write."""


@dataclass(frozen=True)
class Phrase:
    kind: FlagKind
    pieces: tuple[str, ...]  # small words, words with a star at their end, and GAP


@dataclass(frozen=True)
class Found:
    """text[start:end] stands on the list as KIND."""

    kind: FlagKind
    start: int
    end: int


@dataclass(frozen=True)
class _Word:
    plain: str
    start: int
    end: int


def read_phrase(*, kind: FlagKind, text: str) -> Phrase:
    """Raises PhraseRefused."""
    spaced = text.replace("…", f" {GAP} ").replace("-", " ")  # words on both sides of a hyphen are two
    pieces = tuple(_plain(piece) for piece in spaced.split())
    words = [piece for piece in pieces if piece != GAP]
    if not words or len(pieces) > LONGEST or GAP in (pieces[0], pieces[-1]):
        raise PhraseRefused("Write one to twelve words. Three dots may only stand between two of them.")
    if len(pieces) - len(words) > MOST_GAPS:
        raise PhraseRefused("Use three dots twice at most.")
    for word in words:
        stem = word.removesuffix("*")
        if not WORD.fullmatch(stem) or (stem != word and len(stem) < SHORTEST_STEM):
            raise PhraseRefused(
                f"“{word}”: use words only. A star may stand at the end of a word, after three letters or more."
            )
    return Phrase(kind, pieces)


def check_phrase(text: str) -> None:
    """For forms: raises ValidationError with what to write instead."""
    try:
        read_phrase(kind=FlagKind.OTHER, text=text)
    except PhraseRefused as refusal:
        raise ValidationError(str(refusal)) from None


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'")


def find_phrases(*, text: str, phrases: Iterable[Phrase]) -> list[Found]:
    """Every place, in order; of one kind's phrases that begin at the same word only the longest."""
    words = [_Word(_plain(each[0]), each.start(), each.end()) for each in WORD.finditer(text)]
    by_word, by_stem = _index(phrases)
    found = []
    for at, word in enumerate(words):
        likely = [*by_word.get(word.plain, ()), *by_stem.get(word.plain[:SHORTEST_STEM], ())]
        furthest: dict[FlagKind, int] = {}
        for phrase in likely:
            if end := _ends(phrase.pieces, words, at):
                furthest[phrase.kind] = max(end, furthest.get(phrase.kind, 0))
        found += [Found(kind, word.start, words[end - 1].end) for kind, end in furthest.items()]
    return found


def _index(phrases: Iterable[Phrase]) -> tuple[dict[str, list[Phrase]], dict[str, list[Phrase]]]:
    by_word: defaultdict[str, list[Phrase]] = defaultdict(list)
    by_stem: defaultdict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        first = phrase.pieces[0]
        if first.endswith("*"):
            by_stem[first[:SHORTEST_STEM]].append(phrase)
        else:
            by_word[first].append(phrase)
    return by_word, by_stem


def _ends(pieces: Sequence[str], words: Sequence[_Word], at: int) -> int:
    """Behind which word PIECES end when they begin with word AT; 0 when they do not stand there."""
    if not pieces:
        return at
    if pieces[0] == GAP:
        ends = (_ends(pieces[1:], words, at + skipped) for skipped in range(MOST_SKIPPED + 1))
        return next((end for end in ends if end), 0)
    if at >= len(words) or not _matches(pieces[0], words[at].plain):
        return 0
    return _ends(pieces[1:], words, at + 1)


def _matches(piece: str, word: str) -> bool:
    return word.startswith(piece[:-1]) if piece.endswith("*") else word == piece
