"""A long text in pieces, so that no layer ever works on more than a bounded one and a time limit can be kept."""

from collections.abc import Iterator

SIZE = 8_000  # characters
OVERLAP = 400  # longer than any one mention


def chunks(text: str) -> Iterator[tuple[int, str]]:
    """(offset, piece): each begins at a line or a word, and repeats the end of the one before it."""
    start = 0
    while True:
        end = _cut(text, start + SIZE)
        yield start, text[start:end]
        if end >= len(text):
            return
        start = _cut(text, end - OVERLAP)


def _cut(text: str, at: int) -> int:
    """At or a little before AT: after a line, else after a word, else just there."""
    if at >= len(text):
        return len(text)
    for mark in ("\n", " "):
        place = text.rfind(mark, at - OVERLAP // 2, at)
        if place >= 0:
            return place + 1
    return at
