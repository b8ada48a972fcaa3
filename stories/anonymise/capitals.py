"""The known weak case: a text without capitals, where a name looks like any other word."""

import re

WORD = re.compile(r"[^\W\d_]+")
FEWEST = 0.012  # of all words


def few_capitals(text: str) -> bool:
    """Whether so few words begin with a capital that names in lower case will have been missed."""
    words = WORD.findall(text)
    return bool(words) and sum(word[0].isupper() for word in words) < FEWEST * len(words)
