"""Which capitals stand out, and so begin or belong to a name.

Inside a sentence every one of them. Where a sentence begins, only words that the language has no use for in lower case,
words that stand with a capital elsewhere in the text, and names that something tells from the word.
"""

from collections.abc import Sequence

from stories.anonymise.tokens import Token
from stories.anonymise.vocabulary import (
    CALLED_AFTER,
    CONNECTORS,
    DOINGS,
    FUNCTION,
    LAWS,
    LOUD,
    NEVER,
    NO_NAMES,
    PLACES,
    SECTIONS,
)
from stories.anonymise.words import is_ordinary, names, plain_names

DATES = SECTIONS["dates"]
BEINGS = SECTIONS["beings"]
PEOPLE_TOO = SECTIONS["people_too"]
ACRONYMS = SECTIONS["acronyms"]
NUMBERS = frozenset(("no", "nos", "number"))
QUOTES = (("“", "”"), ("‘", "’"), ('"', '"'), ("'", "'"), ("(", ")"))


def known_names(tokens: Sequence[Token]) -> frozenset[str]:
    """What stands with a capital inside a sentence: it is a name where it begins one, too."""
    return frozenset(
        token.base
        for token in tokens
        if token.capital and not token.first and not token.shouted and token.base not in FUNCTION | DATES
    )


class Standing:
    """Which of the TOKENS of TEXT stand out. KNOWN: see known_names, of the whole text.

    CASUAL: on the net a sentence may begin with anybody's name, and capitals go as they come.
    """

    def __init__(self, text: str, tokens: Sequence[Token], known: frozenset[str], *, casual: bool) -> None:
        self.text, self.tokens, self.known, self.casual = text, tokens, known, casual

    def out(self, at: int) -> bool:
        token = self.tokens[at]
        if not token.capital or token.number or token.base in NEVER:
            return False
        if token.base in DATES:
            return token.base in PEOPLE_TOO and self._is_no_month(at)
        if token.upper or token.shouted:
            return self._is_acronym(at) if not token.shouted else self._is_heard_through_shouting(at)
        if not token.first:
            return token.base not in FUNCTION or token.gap == " "
        return (token.base not in FUNCTION or token.base == "will") and self._begins_with_name(at)

    def _after(self, at: int) -> Token | None:
        return self.tokens[at + 1] if at + 1 < len(self.tokens) else None

    def _is_no_month(self, at: int) -> bool:
        beside = self.tokens[max(0, at - 1) : at + 2]
        if self.tokens[at].first:
            return beside[-1].base in DOINGS
        return not any(each.number for each in beside)

    def _is_acronym(self, at: int) -> bool:
        """And not a word that is only said loudly."""
        token = self.tokens[at]
        region = (
            len(token.base) == 2 and at > 0 and token.gap == ", " and self.tokens[at - 1].capital
        )  # Orillia, ON
        return token.base not in LOUD or token.base in ACRONYMS or region

    def _is_heard_through_shouting(self, at: int) -> bool:
        token = self.tokens[at]
        if not is_ordinary(token.base) or token.base in plain_names():
            return True
        named = at > 0 and self.tokens[at - 1].upper and self.tokens[at - 1].base not in FUNCTION
        return token.base in PLACES and named and token.gap == " "

    def _begins_with_name(self, at: int) -> bool:
        token = self.tokens[at]
        stranger = not is_ordinary(token.base) or token.base in plain_names()
        initial = len(token.base) == 1 and token.base not in "ai"
        if self.casual or stranger or initial or token.base in self.known:
            return True
        return self._is_alone_in_quotes(token) or self._goes_on(at) or self._does_something(at)

    def _is_alone_in_quotes(self, token: Token) -> bool:
        return (token.gap[-1:], self.text[token.end : token.end + 1]) in QUOTES

    def _goes_on(self, at: int) -> bool:
        """Whether it is only the first word of a name: "Green Lane", "Court of Appeal", "Article 6"."""
        token, after = self.tokens[at], self._after(at)
        if after is None:
            return False
        if token.base in LAWS and (after.number or after.base in NUMBERS):
            return True
        if after.base in CONNECTORS:
            further = self.tokens[at + 2 : at + 5]
            target = next((each for each in further if each.base not in CONNECTORS), None)
            return self._is_written_as_name(target) and is_ordinary(target.base if target else "")
        return after.gap == " " and self._is_written_as_name(after)

    def _is_written_as_name(self, token: Token | None) -> bool:
        return (
            token is not None
            and token.capital
            and not (token.first or token.shouted or token.number)
            and token.base not in FUNCTION | DATES | NEVER
        )

    def _does_something(self, at: int) -> bool:
        """Whether what follows makes it somebody's name: "Rose said", "Grace's", "Will, who", "Bear went"."""
        token, after = self.tokens[at], self._after(at)
        named = token.base in names() or token.base in CALLED_AFTER
        if after is None or after.gap != " ":
            return named and (token.possessive or (after is not None and after.gap == ", "))
        if named:
            doing = after.base in BEINGS or after.base in DOINGS or _is_past(after.base)
            return token.possessive or doing
        return after.base in DOINGS and token.base[-1] != "s" and token.base not in NO_NAMES


def _is_past(word: str) -> bool:
    return len(word) > 4 and word.endswith("ed") and is_ordinary(word)
