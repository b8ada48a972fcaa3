"""Where words stand in a text, for hundreds of them at once: each asks only the places of its rarest word."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property

from stories.redaction import find_words, fold, stands_alone

TOKEN = re.compile(r"[^\W_]+")
FEW = 60  # searches that cost less than the index would


def plain(words: str) -> str:
    """WORDS in small letters without accents: what a reader takes for the same name."""
    if words.isascii():
        return words.casefold()
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


class WordIndex:
    """Of one text. `find` answers as `redaction.find_words` does: whole words, in any case, in order."""

    def __init__(self, text: str) -> None:
        self._text, self._folded = text, fold(text)
        self._asked = 0
        self._known: dict[tuple[int, int], str] = {}
        self._trimmed: dict[tuple[int, int], tuple[int, int] | None] = {}

    @cached_property
    def _at(self) -> dict[str, list[int]]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for token in TOKEN.finditer(self._folded):
            places[token[0]].append(token.start())
        return places

    @cached_property
    def _plain(self) -> str:
        return self._folded if self._folded.isascii() else plain(self._folded)

    def has_plain(self, word: str) -> bool:
        """Whether WORD, in small letters without accents, is a word of the text, however that is written."""
        return any(True for _ in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", self._plain))

    def trimmed(self, span: tuple[int, int], edges: str) -> tuple[int, int] | None:
        """SPAN without EDGES around its words; None where it has no word. Worked out once."""
        if span not in self._trimmed:
            start, end = span
            words = self._text[start:end]
            inside = (start + len(words) - len(words.lstrip(edges)), start + len(words.rstrip(edges)))
            self._trimmed[span] = inside if TOKEN.search(words) else None
        return self._trimmed[span]

    def once(self, span: tuple[int, int], work_out: Callable[[str], str]) -> str:
        """What WORK_OUT says of the words at SPAN; a decision lays a part out twice, and most of it lies as before."""
        if span not in self._known:
            self._known[span] = work_out(self._text[span[0] : span[1]])
        return self._known[span]

    def find(self, words: str) -> list[tuple[int, int]]:
        wanted = fold(words.strip())
        tokens = list(TOKEN.finditer(wanted))
        self._asked += 1
        if not tokens or self._asked <= FEW:
            return find_words(text=self._text, words=words)
        rarest = min(tokens, key=lambda token: len(self._at.get(token[0], ())))
        starts = (at - rarest.start() for at in self._at.get(rarest[0], ()))
        return [
            (start, start + len(wanted))
            for start in starts
            if start >= 0
            and self._folded.startswith(wanted, start)
            and stands_alone(self._text, start, start + len(wanted))
        ]
