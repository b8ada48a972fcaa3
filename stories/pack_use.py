"""To whom a pack goes: what its tellers must have been asked, and have agreed to."""

from dataclasses import dataclass

from stories.enums import Purpose


@dataclass(frozen=True)
class PackUse:
    """PURPOSE is NAMED_PACK for the staff of the trust that the pack is about, ANY_PACK for those outside it, PRESS."""

    purpose: Purpose
    trust_code: str
