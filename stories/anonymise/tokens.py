"""A text as words and numbers with their places, and whether a capital says anything there."""

import re
from dataclasses import dataclass
from unicodedata import normalize

# Combining marks are letters' own: some keyboards send Welsh circumflexes that way.
TOKEN = re.compile(r"&(?:amp|quot|lt|gt|nbsp|#\d{1,5});|[^\W_][\w\u0300-\u036f’'ʼ-]*")
STARTS = re.compile(r"&quot;|[.!?:…•*|=>]|\n[ \t]*\n|[\"“«(\[‘—–]\s*$|^\s*['*#>•-]|\n\s*[-*•–—>(]\s*$")
INNER_CAPITAL = re.compile(r"[^\W\d_][’'-]?[A-ZÀ-ÖØ-Þ]")
SHORTENED = frozenset(
    [
        "adv",
        "al",
        "art",
        "arts",
        "avg",
        "ave",
        "brig",
        "bro",
        "capt",
        "cf",
        "ch",
        "cllr",
        "co",
        "col",
        "cmdr",
        "cpl",
        "dept",
        "det",
        "dr",
        "ed",
        "esq",
        "etc",
        "fig",
        "fr",
        "gen",
        "gov",
        "hon",
        "inc",
        "insp",
        "jr",
        "lt",
        "ltd",
        "maj",
        "messrs",
        "mr",
        "mrs",
        "ms",
        "mt",
        "mx",
        "no",
        "nos",
        "nr",
        "para",
        "paras",
        "pc",
        "pg",
        "phd",
        "pl",
        "plc",
        "pp",
        "prof",
        "rd",
        "ref",
        "rev",
        "revd",
        "rt",
        "sect",
        "ser",
        "sgt",
        "sr",
        "st",
        "supt",
        "sub",
        "suppl",
        "vol",
        "vs",
        "v",
        "viz",
    ]
)
LONG_GAP = 60
WRAPPED = 50  # characters: a line as long as this that ends in no mark goes on in the next


@dataclass(slots=True)
class Token:
    """One word or number. BASE is its lower case without a possessive; GAP is what stands before it."""

    start: int
    end: int
    text: str
    base: str
    gap: str
    number: bool
    capital: bool
    upper: bool  # two letters or more, all of them capitals
    first: bool  # of a sentence, a line or a quotation: a capital says little there
    shouted: bool = False  # in a line of capitals

    @property
    def possessive(self) -> bool:
        return self.text[-2:] in ("'s", "’s") or self.text[-2:] in ("s'", "s’")


def tokenise(text: str) -> list[Token]:
    """In order of place."""
    tokens: list[Token] = []
    at, line = 0, 0
    for match in TOKEN.finditer(text):
        if match.group()[0] == "&":  # a mark as some sites write it: part of the gap
            continue
        start, word = match.start(), match.group().rstrip("’'ʼ-")
        end = start + len(word)
        if word[-1] == "s" and text[end : end + 1] in ("'", "’") and end < match.end():
            end, word = end + 1, text[start : end + 1]
        gap = text[at:start]
        token = _token(word, start, end, gap)
        breaks = "\n" in gap
        length = at + gap.index("\n") - line if breaks else 0
        token.first = not tokens or _begins(tokens[-1], gap, length)
        if breaks:
            line = at + gap.rindex("\n") + 1
        tokens.append(token)
        at = end
    _mark_shouting(tokens)
    return tokens


def _token(word: str, start: int, end: int, gap: str) -> Token:
    base = (word if word.isascii() else normalize("NFC", word)).lower().replace("’", "'").replace("ʼ", "'")
    base = base[:-2] if base.endswith("'s") else base.rstrip("'")
    number = word[0].isdecimal()
    capital = (
        word[0].isupper() or word[0].istitle() or (not number and INNER_CAPITAL.search(word) is not None)
    )
    return Token(start, end, word, base, gap, number, capital, len(word) > 1 and word.isupper(), False)


def _begins(before: Token, gap: str, length: int) -> bool:
    """Whether a sentence begins after BEFORE and GAP. LENGTH is that of the line which ended, in characters."""
    if gap == " " or gap == "-" or ("," in gap and "\n" not in gap and gap[-1] not in '“‘"'):
        return False
    if gap.strip(" ") == ".":
        return not (before.base in SHORTENED or (len(before.base) == 1 and before.capital))
    if gap.strip(" \t\r") == "\n":
        return length < WRAPPED
    return STARTS.search(gap if len(gap) < LONG_GAP else gap[:20] + gap[-20:]) is not None


def _mark_shouting(tokens: list[Token]) -> None:
    """In a line that is all capitals, a capital says nothing."""
    line: list[Token] = []
    for token in [*tokens, None]:
        if token is None or "\n" in token.gap or (token.first and "." in token.gap):
            words = [each for each in line if not each.number and len(each.text) > 1]
            shouting = sum(each.upper for each in words) > 0.7 * len(words)
            for each in line:
                each.shouted = shouting
            line = []
        if token is not None:
            line.append(token)
