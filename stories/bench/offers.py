"""What the bench shows beside a group: a stand-in for it, and more general words. Offered, never applied."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Offer:
    """`stand_in` is empty where there is none; `general` is in order, the least exact last; `named` says that the
    teller agreed to have this trust named."""

    stand_in: str = ""
    general: tuple[str, ...] = ()
    named: bool = False
