"""How many people, as it may be told to everybody: in bands of five, and below five never. See docs/disclosure.md."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

BASE = 5


@dataclass(frozen=True)
class Band:
    """The true number is one of LOW to LOW + 4, and nobody is told which. 0 to 4 is a band like any other."""

    low: int

    @property
    def high(self) -> int:
        return self.low + BASE - 1

    @property
    def told(self) -> bool:
        """Whether there is anything to tell but that it is fewer than five."""
        return self.low > 0

    def __str__(self) -> str:
        if not self.told:
            return _("fewer than %(base)s") % {"base": BASE}
        return _("%(low)s to %(high)s") % {"low": self.low, "high": self.high}


def band(*, people: int) -> Band:
    return Band(people // BASE * BASE)


def counted_until() -> dt.datetime:
    """The first moment of this month: who came since is counted from the next, so that nobody is seen arriving."""
    today = timezone.localtime()
    return today.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
