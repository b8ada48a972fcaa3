"""Processor time of this process and of the ffmpeg that it starts: what else the machine does counts for little."""

import resource
from collections.abc import Callable
from statistics import median


def processor_time(work: Callable[[], None]) -> float:
    begun = used()
    work()
    return used() - begun


def used() -> float:
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in spent)


def in_turn(ours: Callable[[], None], bare: Callable[[], None], *, rounds: int) -> tuple[float, float]:
    """The median of each, taken one after the other so that both meet the same machine."""
    ours(), bare()  # warms the disk
    pairs = [(processor_time(ours), processor_time(bare)) for _ in range(rounds)]
    return median(each[0] for each in pairs), median(each[1] for each in pairs)
