"""What kind of name a run of words may be. A guess that an editor corrects; nothing rests on it but a colour."""

from collections.abc import Callable, Sequence

from stories.anonymise.tokens import Token
from stories.anonymise.vocabulary import (
    KIN,
    LAWS,
    LOWER_HEADS,
    ORGANISATIONS,
    PLACES,
    ROLES,
    SECTIONS,
    TITLES,
    WARDS,
)
from stories.anonymise.words import is_ordinary
from stories.enums import RedactionKind

PERSON = RedactionKind.PERSON
Rule = Callable[[Sequence[Token]], bool]
WHERE = frozenset(
    ["in", "at", "near", "around", "outside", "inside", "towards", "through", "across", "into", "from"]
)
PEOPLES = SECTIONS["peoples"]
NATIONAL = frozenset(
    [
        "national",
        "nationals",
        "citizen",
        "citizens",
        "nationality",
        "origin",
        "descent",
        "speaker",
        "speakers",
    ]
)


def guess(run: Sequence[Token], *, before: Token | None) -> tuple[RedactionKind, float]:
    """The kind and how sure it is that this names something, of a RUN of one word or more."""
    the = run[0].base == "the" and len(run) > 1
    named = run[1:] if the else run
    for kind, score, applies in RULES:
        if applies(named):
            return kind, score
    if before is not None and before.base in WHERE:
        return RedactionKind.PLACE, 0.7
    return (RedactionKind.ORGANISATION, 0.5) if the else (PERSON, _sure(named))


def _any_of(words: frozenset[str]) -> Rule:
    return lambda run: any(token.base in words for token in run)


def _is_people(run: Sequence[Token]) -> bool:
    last = run[-1].base
    return any(token.base in NATIONAL for token in run) or (
        len(run) == 1 and (last in PEOPLES or last.rstrip("s") in PEOPLES)
    )


def _is_code(run: Sequence[Token]) -> bool:
    return run[-1].number and _is_acronym(run)


def _is_acronym(run: Sequence[Token]) -> bool:
    return all(token.upper or token.number for token in run)


# In this order: the first that applies.
RULES: tuple[tuple[RedactionKind, float, Rule], ...] = (
    (RedactionKind.WARD, 0.85, _any_of(WARDS)),
    (PERSON, 0.95, lambda run: run[0].base in TITLES),
    (RedactionKind.DESCRIPTION, 0.6, _is_people),
    (RedactionKind.CODE, 0.7, _is_code),
    (RedactionKind.OTHER, 0.5, _any_of(LAWS)),
    (RedactionKind.PLACE, 0.8, lambda run: run[-1].base in PLACES and len(run) > 1),
    (RedactionKind.ORGANISATION, 0.7, _any_of(ORGANISATIONS)),
    (RedactionKind.ORGANISATION, 0.7, lambda run: run[-1].base in LOWER_HEADS or _is_acronym(run)),
    (PERSON, 0.95, lambda run: run[0].base in ROLES | KIN and len(run) > 1),
)


def _sure(run: Sequence[Token]) -> float:
    if len(run) > 1:
        return 0.8
    return 0.4 if is_ordinary(run[0].base) else 0.7
