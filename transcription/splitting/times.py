"""Times as people type and read them."""

import re

TYPED = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})(?:[.,](\d{1,3}))?", re.ASCII)


def read_time(text: str) -> int | None:
    """Milliseconds of 75, 75.5, 1:15 or 0:01:15.25; None for anything else."""
    matched = TYPED.fullmatch(text.strip())
    if matched is None:
        return None
    hours, minutes, seconds, part = matched.groups()
    if (minutes and int(seconds) > 59) or (hours and int(minutes) > 59):
        return None
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds)
    return whole * 1000 + int((part or "0").ljust(3, "0"))


def say_time(ms: int) -> str:
    """0:01:15.25: whatever is said is read back as the same."""
    seconds, part = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" + (f".{part:03}".rstrip("0") if part else "")
