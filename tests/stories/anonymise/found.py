"""For the tests of detection: what is found, as words."""

from stories.anonymise.detect import detect
from stories.enums import RedactionKind


def words(text: str) -> list[str]:
    return [text[each.start : each.end] for each in detect(text)]


def kinds(text: str) -> dict[str, RedactionKind]:
    return {text[each.start : each.end]: each.kind for each in detect(text)}


def covered(text: str, mention: str) -> bool:
    """Whether every letter of MENTION, where it stands first, is in something proposed."""
    start = text.index(mention)
    inside = {at for each in detect(text) for at in range(each.start, each.end)}
    return all(at in inside or text[at].isspace() for at in range(start, start + len(mention)))
