"""How many threads an engine may use: more than the free cores make it several times slower, not faster."""

import os
from pathlib import Path

MOST = 8  # beyond this the models gain nothing
QUOTA = Path("/sys/fs/cgroup/cpu.max")


def free_cores(*, asked: int = 0) -> int:
    """`asked` when it is set; else the cores this process may use and that nobody else is using."""
    if asked > 0:
        return asked
    mine = min(cores_allowed(), cores_in_quota())
    return max(1, min(MOST, round(mine - busy())))


def cores_allowed() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def cores_in_quota() -> float:
    """A container's share of the processor; unlimited where there is none."""
    try:
        quota, period = QUOTA.read_text().split()
    except (OSError, ValueError):
        return float("inf")
    return float("inf") if quota == "max" else int(quota) / int(period)


def busy() -> float:
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
