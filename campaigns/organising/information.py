"""When an answer to a request for information is due: the twentieth working day after it arrived.

A working day is none on which any part of the United Kingdom has a bank holiday (Freedom of Information Act 2000,
section 10(6)): St Patrick's Day counts for an English trust too. Trusts and Welsh health boards are covered; a
private hospital is not, and what it holds for an NHS body is asked of that body.
"""

import datetime as dt
from functools import cache
from itertools import count, islice

import holidays

WORKING_DAYS = 20
PARTS = ("ENG", "WLS", "SCT", "NIR")
WEEKEND = (5, 6)


def answer_due(*, arrived_on: dt.date) -> dt.date:
    """The last day for an answer. It may have arrived on any day; the next one is the first that counts."""
    days = (arrived_on + dt.timedelta(days=n) for n in count(1))
    return next(islice(filter(is_working_day, days), WORKING_DAYS - 1, None))


def is_working_day(day: dt.date) -> bool:
    return day.weekday() not in WEEKEND and day not in _days_off(day.year)


@cache
def _days_off(year: int) -> frozenset[dt.date]:
    return frozenset(
        day for part in PARTS for day in holidays.country_holidays("GB", subdiv=part, years=year)
    )
