"""The word lists, loaded when first asked for. Their origin and licence: data/README.md."""

from functools import lru_cache
from pathlib import Path

from stories.anonymise.inflections import roots

DATA = Path(__file__).parent / "data"


@lru_cache(maxsize=1)
def ordinary() -> frozenset[str]:
    """Words of British English in lower case, without those that a rule derives, and our own additions."""
    return frozenset(lines_of("words.txt")) | frozenset(lines_of("also.txt"))


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """In lower case: what dictionaries write with a capital."""
    return frozenset(line.rstrip("*") for line in _names())


@lru_cache(maxsize=1)
def plain_names() -> frozenset[str]:
    """Those of the names that are no everyday words: they stand out in lower case as well."""
    return frozenset(line for line in _names() if not line.endswith("*"))


@lru_cache(maxsize=50_000)
def is_ordinary(word: str) -> bool:
    """Whether WORD, in lower case, is a word of the language or a regular form of one."""
    if len(word) < 2 or word in ordinary() or any(root in ordinary() for root in roots(word)):
        return True
    before, mark, _ = word.partition("'")
    if mark and is_ordinary(before):
        return True
    return "-" in word and all(is_ordinary(part) for part in word.split("-"))


def _names() -> list[str]:
    return [*lines_of("names.txt"), *lines_of("also_names.txt")]


def lines_of(name: str) -> list[str]:
    """Of a file in data/, without remarks."""
    return [line for line in (DATA / name).read_text(encoding="utf-8").split("\n") if line and line[0] != "#"]
