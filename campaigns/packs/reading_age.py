"""How old a reader has to be: the Automated Readability Index (Smith and Senter, 1967), which needs no word list."""

import re

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
SENTENCE_END = re.compile(r"[.!?]+(?:\s|$)|\n")
ENOUGH = 40  # words; of less nothing can be said
PLAIN = 14  # years: most newspapers
YOUNGEST, OLDEST = 5, 22  # beyond these the index says nothing more


def reading_age(text: str) -> int:
    """In years; 0 for a text too short to tell."""
    words = WORD.findall(text)
    if len(words) < ENOUGH:
        return 0
    sentences = max(1, sum(bool(WORD.search(piece)) for piece in SENTENCE_END.split(text)))
    letters = sum(len(word) for word in words)
    grade = 4.71 * letters / len(words) + 0.5 * len(words) / sentences - 21.43
    return min(OLDEST, max(YOUNGEST, round(grade) + 5))
