"""The regular forms of English words, so that the word list need not hold them."""

from collections.abc import Iterator

ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("es", ""),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
)
SHORTEST = 3


def roots(word: str) -> Iterator[str]:
    """What WORD, in lower case, may be a form of."""
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            yield word[: -len(ending)] + instead
