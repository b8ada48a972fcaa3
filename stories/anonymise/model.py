"""What detection hands on."""

from dataclasses import dataclass

from stories.enums import RedactionKind


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place to look at: text[start:end], in code points. SCORE (0 to 1) orders and labels; it hides nothing."""

    start: int
    end: int
    kind: RedactionKind
    score: float
