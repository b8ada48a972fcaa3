"""People and wards in lower case, by what stands before or after them: "nurse bex", "called rose", "on juniper"."""

from collections.abc import Iterator, Sequence

from stories.anonymise.model import Proposal
from stories.anonymise.names import past_heads
from stories.anonymise.tokens import Token
from stories.anonymise.vocabulary import (
    CALLED_AFTER,
    CONNECTORS,
    DOINGS,
    FUNCTION,
    KIN,
    LOWER_MODIFIERS,
    ROLES,
    SECTIONS,
    TITLES,
    WARD_KINDS,
)
from stories.anonymise.words import is_ordinary, names, plain_names
from stories.enums import RedactionKind

CALLED = SECTIONS["called"]
CLAUSE_STARTS = SECTIONS["clause_starts"]
DONE_TO = SECTIONS["done_to"]
LITTLE = SECTIONS["little"]
SURE_TITLES = SECTIONS["sure_titles"]
WARD_HEADS = SECTIONS["ward_heads"]
ONTO = SECTIONS["onto"]


def find_small(tokens: Sequence[Token]) -> Iterator[Proposal]:
    """Names written small. Each rule looks at a token and its neighbours only."""
    for at, token in enumerate(tokens):
        if token.number or (token.capital and not token.shouted):
            continue
        found = _ward(tokens, at) or _person(tokens, at) or _stranger(tokens, at) or _institution(tokens, at)
        if found:
            yield found


def _ward(tokens: Sequence[Token], at: int) -> Proposal | None:
    token = tokens[at]
    before = tokens[at - 1] if at and token.gap == " " else None
    if (
        token.base in WARD_HEADS
        and before is not None
        and before.base not in WARD_KINDS | FUNCTION
        and not before.number
    ):
        return Proposal(before.start, token.end, RedactionKind.WARD, 0.8)
    placed = before is not None and before.base in ONTO and not _counts(tokens, at)
    if token.base in CALLED_AFTER and (placed or token.shouted):
        return Proposal(token.start, token.end, RedactionKind.WARD, 0.5)
    return None


def _counts(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word in lower case follows that the ward's name may only describe: "on oak tables"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return (
        after is not None
        and after.gap == " "
        and not after.number
        and after.base not in FUNCTION | CONNECTORS
    )


def _person(tokens: Sequence[Token], at: int) -> Proposal | None:
    token = tokens[at]
    before = tokens[at - 1] if at and token.gap in (" ", ". ") else None
    if before is None or token.base in FUNCTION or len(token.base) < 2:
        return None
    named = token.base in names() or not is_ordinary(token.base)
    if before.base in SURE_TITLES or (
        named and (before.base in TITLES or before.base in ROLES or before.base in KIN)
    ):
        start = (
            before.start
            if at < 2 or tokens[at - 2].base not in ROLES or before.gap != " "
            else tokens[at - 2].start
        )
        return Proposal(start, token.end, RedactionKind.PERSON, 0.8)
    if named and before.base in CALLED:
        return Proposal(token.start, token.end, RedactionKind.PERSON, 0.6)
    return _doer(tokens, at, before)


def _doer(tokens: Sequence[Token], at: int, before: Token) -> Proposal | None:
    """A name that is a word as well, where only somebody can stand: "then rob said", "told mark"."""
    token, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if token.base not in names() and token.base not in CALLED_AFTER:
        return None
    does = after is not None and after.gap == " " and after.base in DOINGS and before.base in CLAUSE_STARTS
    return (
        Proposal(token.start, token.end, RedactionKind.PERSON, 0.5)
        if does or before.base in DONE_TO
        else None
    )


def _stranger(tokens: Sequence[Token], at: int) -> Proposal | None:
    """A word that is in no list: a name, a place, a slip. Or a name that is no everyday word. With a name beside it."""
    token = tokens[at]
    if not stands_alone(token):
        return None
    before = tokens[at - 1] if at and token.gap == " " else token
    after = tokens[at + 1] if at + 1 < len(tokens) and tokens[at + 1].gap == " " else token
    start = before.start if _named(before) else token.start
    last = at + 1 if after is not token and _named(after) else at
    end = tokens[past_heads(tokens, last)].end
    named = token.base in plain_names()
    return Proposal(start, end, RedactionKind.PERSON if named else RedactionKind.OTHER, 0.5 if named else 0.2)


def _institution(tokens: Sequence[Token], at: int) -> Proposal | None:
    """ "the public prosecutor's office", "immigration authorities": which one, the story may tell."""
    token = tokens[at]
    if token.base not in LOWER_MODIFIERS or token.base in LITTLE or (end := past_heads(tokens, at)) == at:
        return None
    before = tokens[at - 1] if at and token.gap == " " and tokens[at - 1].base == "the" else token
    return Proposal(before.start, tokens[end].end, RedactionKind.ORGANISATION, 0.3)


def _named(token: Token) -> bool:
    return (token.base in names() or "-" in token.base) and token.base not in FUNCTION


def stands_alone(token: Token) -> bool:
    return token.base in plain_names() or not (is_ordinary(token.base) or token.base in FUNCTION)
