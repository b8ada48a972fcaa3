"""Runs of capitals: people, places, organisations, laws, works. Where each begins and ends; what kind, is a guess."""

from collections.abc import Iterator, Sequence

from stories.anonymise import kinds
from stories.anonymise.model import Proposal
from stories.anonymise.standing import DATES, NUMBERS, Standing
from stories.anonymise.tokens import SHORTENED, Token
from stories.anonymise.vocabulary import (
    CONNECTORS,
    FUNCTION,
    KIN,
    LAWS,
    LOWER_HEADS,
    LOWER_MODIFIERS,
    NEVER,
    ORGANISATIONS,
    PARTICLES,
    PLACES,
    ROLES,
    SECTIONS,
    TITLES,
)
from stories.anonymise.words import is_ordinary, names

AREAS = SECTIONS["areas"]
NICKNAMES = SECTIONS["nicknames"]
CLOSE = frozenset((" ", "&amp;", " &amp; ", "-", "/", "&", " & ", "\u00a0", " \u2013 ", "\u2013", "+", "@"))
HEADS = ORGANISATIONS | LAWS | PLACES
REACH = 4  # words
# Who is called so is one person, whatever they are "of".
CALLS = TITLES - SECTIONS["ranks"]
HONOURS = SECTIONS["honours"]
OWNERS = SECTIONS["owners"]
ENDINGS = SECTIONS["endings"]
PARAGRAPHS = frozenset((" § ", " §", " §§ ", " (", ") "))
QUOTED = frozenset((" “", ' "', " «", " ‘", " &quot;"))


class Runs:
    """The runs of capitals in one piece of TEXT."""

    def __init__(
        self, text: str, tokens: Sequence[Token], known: frozenset[str], *, casual: bool = False
    ) -> None:
        self.text, self.tokens = text, tokens
        self.standing = Standing(text, tokens, known, casual=casual)

    def find(self) -> Iterator[Proposal]:
        at, floor = 0, 0
        while at < len(self.tokens):
            if not self.standing.out(at):
                at += 1
                continue
            begin = self._reach_back(at, floor)
            end = self._reach_on(begin, at)
            yield self._propose(begin, end)
            at = floor = end + 1

    def _reach_back(self, at: int, floor: int) -> int:
        begin = at
        while begin > floor and begin > at - REACH and self._belongs_before(begin):
            begin -= 1
        return begin

    def _belongs_before(self, begin: int) -> bool:
        before, token = self.tokens[begin - 1], self.tokens[begin]
        if token.first or not self._close(before, token):
            return False
        if token.base in HONOURS and before.base in OWNERS:
            return True
        if before.capital and not before.number:
            if before.base in FUNCTION or before.base in DATES or before.base in NEVER:
                return before.base == "the"
            return not before.base.endswith("ly")
        if before.number:
            return token.base in LAWS and len(before.base) == 4
        return before.base in ROLES or before.base in KIN or before.base in NICKNAMES

    def _close(self, before: Token, token: Token) -> bool:
        """Whether nothing stands between them that ends a name."""
        if token.gap in CLOSE or token.gap == "":
            return True
        mark = token.gap.strip(" ")
        if mark in ("'", "’"):  # as some texts are spaced: O ' Neill
            return len(before.text) == 1
        if mark == ".":
            return before.base in SHORTENED or len(before.text) == 1 or before.upper
        if token.gap in PARAGRAPHS:
            return token.number and before.number
        if token.gap in QUOTED:
            return before.base in ORGANISATIONS or (before.upper and not before.shouted)
        return token.gap.strip(" ") == "\n" and not token.first

    def _reach_on(self, begin: int, at: int) -> int:
        end = at
        while (further := self._next_end(begin, end)) > end:
            end = further
        return past_heads(self.tokens, end)

    def _next_end(self, begin: int, end: int) -> int:
        """Where the run that goes to END goes on to; END when it goes no further."""
        after = end + 1
        if after >= len(self.tokens) or not self._close(self.tokens[end], self.tokens[after]):
            return end
        token = self.tokens[after]
        if token.number or (token.base in NUMBERS and self._is_numbered(after)):
            return after if token.number else after + 1
        if token.capital:
            loose = token.first or token.gap != " "
            ends = token.base in DATES or token.base in NEVER or (loose and token.base in FUNCTION)
            return end if ends or (token.shouted and not self._goes_with(token)) else after
        return self._across(begin, end, after)

    def _goes_with(self, token: Token) -> bool:
        """In a line of capitals: whether it may be more of the name before it."""
        return token.base in HEADS or token.base in names() or not is_ordinary(token.base)

    def _is_numbered(self, at: int) -> bool:
        """Whether "no." at AT has its number behind it: "Decree no. 285"."""
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return after is not None and after.number and after.gap in (". ", " ")

    def _across(self, begin: int, end: int, after: int) -> int:
        """Past one to three connecting words in lower case to the next capital, if they are of one name."""
        at = after
        while at < min(after + 3, len(self.tokens)) and self._is_between(at, first=at == after):
            at += 1
        if at == after or at >= len(self.tokens):
            return end
        between, target = [each.base for each in self.tokens[after:at]], self.tokens[at]
        spaced = all(self._close(self.tokens[each - 1], self.tokens[each]) for each in range(after, at + 1))
        if target.number and spaced and between == ["and"] and self.tokens[end].number:
            return at
        if not spaced or not target.capital or target.number or target.base in DATES | NEVER:
            return end
        return at if self._connects(begin, end, between, at) else end

    def _is_between(self, at: int, *, first: bool) -> bool:
        base = self.tokens[at].base
        return base in CONNECTORS or base in PARTICLES or (not first and base in ("a", "an"))

    def _connects(self, begin: int, end: int, between: list[str], at: int) -> bool:
        left, right = self.tokens[end], self.tokens[at]
        if left.base in TITLES and (right.base in TITLES or between == ["and"]):
            return True
        if all(word in PARTICLES for word in between) or between[0] in ("v", "vs", "&"):
            return True
        person = self.tokens[begin].base in CALLS or (begin and self.tokens[begin - 1].base in KIN)
        if right.first or right.base in FUNCTION or person:
            return False
        if between[0] == "of" or (between == ["and"] and self._has_of(begin, end)):
            return True
        if left.base in HEADS or (is_ordinary(left.base) and is_ordinary(right.base)):
            return True
        following = {each.base for each in self.tokens[at : at + REACH] if each.capital}
        return between[0] in ("and", "for", "or") and not HEADS.isdisjoint(following)

    def _has_of(self, begin: int, end: int) -> bool:
        return any(each.base == "of" for each in self.tokens[begin:end])

    def _propose(self, begin: int, end: int) -> Proposal:
        before = self.tokens[begin - 1] if begin and self.tokens[begin].gap == " " else None
        if begin > 1 and before is not None and before.base == "of" and self.tokens[begin - 2].base in AREAS:
            begin -= 2
        if begin and self.tokens[begin - 1].base == "the" and self.tokens[begin].gap == " ":
            begin -= 1
        run = self.tokens[begin : end + 1]
        kind, score = kinds.guess(run, before=before)
        stop = self._past_marks(run)
        if kind is not kinds.PERSON or self._only_capitals_in_brackets(end):
            stop = self._past_brackets(end, stop)
        return Proposal(run[0].start, stop, kind, score)

    def _past_marks(self, run: Sequence[Token]) -> int:
        """Where RUN stops, with the quotation mark or the full stop that is its own."""
        stop = run[-1].end
        if any(each.gap in QUOTED for each in run[1:]) and self.text[stop : stop + 1] in ("”", '"', "»", "’"):
            stop += 1
        if (len(run[-1].text) == 1 or run[-1].base in ENDINGS) and self.text[stop : stop + 1] == ".":
            stop += 3 if self.text[stop + 1 : stop + 3] in ("’s", "'s") else 1  # of an initial
        return stop

    def _only_capitals_in_brackets(self, end: int) -> bool:
        """ "Başkale (Van)", but not "Mo (Bex's brother)"."""
        for at in range(end + 1, min(end + 4, len(self.tokens))):
            if not self.tokens[at].capital:
                return False
            if self.text[self.tokens[at].end : self.tokens[at].end + 1] == ")":
                return True
        return False

    def _past_brackets(self, end: int, stop: int) -> int:
        """Past what explains a name in brackets behind it: "(Vestre Landsret)", "(“the Convention”)"."""
        if self.text[stop : stop + 2] != " (" or end + 1 >= len(self.tokens):
            return stop
        close = self.text.find(")", stop, stop + 100)
        inside = self.tokens[end + 1]
        named = inside.base == "the" and end + 2 < len(self.tokens) and self.tokens[end + 2].capital
        explains = named or inside.capital or not is_ordinary(inside.base) or inside.gap[-1] in '“"‘«'
        return close + 1 if close > 0 and explains and not inside.number else stop


def past_heads(tokens: Sequence[Token], end: int) -> int:
    """Where a name that goes to END ends with what is written small: "… public prosecutor's office", "… national"."""
    best = end
    for at in range(end + 1, min(end + 1 + REACH, len(tokens))):
        token = tokens[at]
        if (
            token.gap != " "
            or token.number
            or not (token.base in LOWER_HEADS or token.base in LOWER_MODIFIERS)
        ):
            break
        if token.base in LOWER_HEADS:
            best = at
    return best
