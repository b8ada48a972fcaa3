"""Known names, in any case: trusts and their towns, and the operator's own wards and staff."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from stories.anonymise.model import Proposal
from stories.anonymise.tokens import Token, tokenise
from stories.anonymise.words import is_ordinary
from stories.enums import RedactionKind

TRUSTS = Path(__file__).parents[1] / "reference" / "trusts.csv"
# In the list of trusts a bracket only explains: "… NHS FT (to 2019)".
ASIDE = re.compile(r"\([^)]{0,80}\)")
KINDS = {
    "ward": RedactionKind.WARD,
    "staff": RedactionKind.PERSON,
    "person": RedactionKind.PERSON,
    "place": RedactionKind.PLACE,
    "organisation": RedactionKind.ORGANISATION,
}
SCORE = 0.9


class BadList(ValueError):
    """A line of the operator's list cannot be used; the message names it by number, not by its words."""


@dataclass(frozen=True)
class Entry:
    words: tuple[str, ...]
    kind: RedactionKind
    given: bool = True  # by us: the operator's own stand for themselves, however they are written


Index = dict[str, list[Entry]]


def find_known(tokens: Sequence[Token], index: Index) -> Iterator[Proposal]:
    """Every place where an entry of INDEX stands, word by word."""
    for at, token in enumerate(tokens):
        for entry in index.get(token.base, ()):
            run = tokens[at : at + len(entry.words)]
            plain = len(run) == 1 and not token.capital and is_ordinary(token.base)  # Bath, but not a bath
            if not (plain and entry.given) and tuple(each.base for each in run) == entry.words:
                yield Proposal(token.start, run[-1].end, entry.kind, SCORE)


@lru_cache(maxsize=4)
def load(own: Path | None) -> Index:
    """Trusts, and OWN: a file with lines such as "ward: Juniper" and "staff: Femi Obi". Raises BadList, OSError."""
    index: Index = {}
    for entry in (*_trusts(), *(_own(own) if own else ())):
        index.setdefault(entry.words[0], []).append(entry)
    return index


def _trusts() -> Iterator[Entry]:
    with TRUSTS.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            names = [row["name"], row["short_name"], *ASIDE.sub("", row["previous_names"]).split(";")]
            yield from (_entry(name, RedactionKind.ORGANISATION) for name in names if name.strip())
            if row["hq_town"].strip():
                yield _entry(row["hq_town"], RedactionKind.PLACE)


def _own(file: Path) -> Iterator[Entry]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        kind, mark, name = line.partition(":")
        if not mark or kind.strip().lower() not in KINDS or not tokenise(name):
            raise BadList(
                f"Line {number} is not like “ward: Juniper”. Begin it with one of: {', '.join(KINDS)}."
            )
        yield replace(_entry(name, KINDS[kind.strip().lower()]), given=False)


def _entry(name: str, kind: RedactionKind) -> Entry:
    return Entry(tuple(token.base for token in tokenise(name)), kind)
