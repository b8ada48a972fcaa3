"""Surface forms of a name: their parts, whether two may mean the same, and a stand-in cut to the same form."""

import re
from collections.abc import Iterable

from stories.bench.index import plain
from stories.enums import RedactionKind

WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
# Each is one string, because a list of words over many lines is hard to read.
SURNAME_FOLLOWS = "|dr|doctor|mr|mrs|ms|miss|mx|prof|professor|"
OTHER_TITLES = (
    "|nurse|sister|matron|staff|charge|uncle|aunt|auntie|cousin|officer|pc|sir|dame|lady|lord|rev|reverend|father|"
    "brother|nyrs|chwaer|meddyg|ewythr|modryb|yr|y|"
)
OF_ANY_PLACE = (
    "|the|of|and|ward|unit|hospital|house|centre|clinic|suite|road|street|town|st|saint|north|south|east|west|uned|"
    "ysbyty|canolfan|heol|stryd|tref|de|gogledd|"
)
SHORTEST = 3  # letters from which one name can be the beginning of another ("Rob", "Robin")
FULL = 2  # names in a whole stand-in: given and family


def parts(words: str) -> tuple[str, ...]:
    """The names in WORDS, plain, without titles and the words that any place has."""
    found = (plain(word).removesuffix("'s").removesuffix("’s") for word in WORD.findall(words))
    return tuple(word for word in found if not _is_title(word) and f"|{word}|" not in OF_ANY_PLACE)


def names(stand_in: str) -> tuple[str, ...]:
    """The parts of STAND_IN that read as a name: “a friend of mine” has none, and may stand for two people. One from
    after the list's end (“Person 31”) is one name."""
    if any(letter.isdigit() for letter in stand_in):
        return (plain(stand_in),)
    return parts(" ".join(word for word in WORD.findall(stand_in) if word[0].isupper()))


def _is_title(word: str) -> bool:
    return f"|{word}|" in SURNAME_FOLLOWS or f"|{word}|" in OTHER_TITLES


def alike(first: str, second: str) -> bool:
    """Whether one name part could be read as the other, or as short for it."""
    shorter, longer = sorted((first, second), key=len)
    return shorter == longer or (len(shorter) >= SHORTEST and longer.startswith(shorter))


def collides(stand_in: str, taken: Iterable[str]) -> bool:
    """Whether any part of STAND_IN is like a part in TAKEN."""
    own = names(stand_in)
    return any(alike(part, each) for each in taken for part in own)


def in_form(stand_in: str, *, kind: RedactionKind, like: str, forms: Iterable[str]) -> str:
    """What reads in the place of LIKE: a person's stand-in is cut to its form, a place's never is."""
    return cut(stand_in, like=like, forms=forms) if kind == RedactionKind.PERSON else stand_in


def cut(stand_in: str, *, like: str, forms: Iterable[str] = ()) -> str:
    """STAND_IN, given and family name, in the form of LIKE: "Dr Vale" has a title and the family name, "Juniper" the
    given name. FORMS are the others of the same person: a single name that ends the longest is a family name."""
    whole, called = stand_in.split(), parts(like)
    if len(whole) != FULL or len(called) != 1 or whole[1].isdigit():  # "Person 31" is one name
        return stand_in
    titles = [word for word in WORD.findall(like) if _is_title(plain(word))]
    longest = max((parts(form) for form in forms), key=len, default=())
    if len(longest) > 1:
        family = longest[-1:] == called
    else:
        family = any(f"|{plain(title)}|" in SURNAME_FOLLOWS for title in titles)
    return " ".join([*titles, whole[1 if family else 0]])
