"""Stretches of time: joining them, and what they leave uncovered."""

from collections.abc import Iterable, Sequence

Span = tuple[float, float]  # seconds
SLACK = 0.35  # a player tells where it stopped only so exactly, and starts a little after it was asked to


def join(spans: Iterable[Span]) -> list[Span]:
    """In order, those that touch as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def uncovered(*, start: float, end: float, by: Sequence[Span], slack: float = SLACK) -> list[Span]:
    """What of start..end none of BY (joined) covers. Gaps up to SLACK are none."""
    missing: list[Span] = []
    at = start
    for begin, finish in by:
        if finish <= at:
            continue
        if begin >= end:
            break
        if begin - at > slack:
            missing.append((at, begin))
        at = max(at, finish)
    if end - at > slack:
        missing.append((at, end))
    return missing
