"""Trusts and health boards, as values for the apps above."""

import itertools
from dataclasses import dataclass

from stories.models import Trust

IN_USE = "active"


@dataclass(frozen=True)
class TrustInfo:
    """`history`: earlier names, as our source has them. `since`: when this body or name began, an ISO day."""

    code: str
    name: str
    nation: str
    region: str
    fictional: bool
    history: tuple[str, ...] = ()
    since: str = ""
    status: str = IN_USE


@dataclass(frozen=True)
class Merged:
    """A body that is no more, and the one that took its place."""

    trust: TrustInfo
    successor: TrustInfo


def _info(trust: Trust) -> TrustInfo:
    history = tuple(piece.strip() for piece in trust.previous_names.split(";") if piece.strip())
    return TrustInfo(
        trust.code,
        trust.name,
        trust.nation,
        trust.region,
        trust.fictional,
        history,
        trust.status_from,
        trust.status,
    )


def trust(*, code: str) -> TrustInfo | None:
    found = Trust.objects.filter(code=code).first()
    return _info(found) if found else None


def nation_of(*, code: str) -> str:
    found = trust(code=code)
    return found.nation if found else ""


def all_trusts() -> list[TrustInfo]:
    """Those that still take patients, by name."""
    return [_info(found) for found in Trust.objects.filter(status=IN_USE)]


def names_by_code() -> dict[str, str]:
    """Of every body there is or was: a campaign may carry the code of one that merged since."""
    return dict(Trust.objects.values_list("code", "name"))


def trusts_by_region() -> list[tuple[str, list[TrustInfo]]]:
    """Those that still take patients, by nation and region."""
    rows = sorted(all_trusts(), key=lambda row: (row.nation, row.region))
    return [
        (", ".join(dict.fromkeys(filter(None, place))), list(found))
        for place, found in itertools.groupby(rows, key=lambda row: (row.nation, row.region))
    ]


def merged() -> list[Merged]:
    """Every body that another one took the place of, with the one that is there today, by name."""
    rows = {row.code: row for row in Trust.objects.all()}
    ends = {code: _end(code, rows) for code, row in rows.items() if row.successor_code}
    return [Merged(_info(rows[code]), _info(rows[end])) for code, end in ends.items() if end != code]


def _end(code: str, rows: dict[str, Trust]) -> str:
    """The last of the line from CODE. A line that breaks off or runs in a ring ends where it does."""
    seen = [code]
    while (following := rows[seen[-1]].successor_code) in rows and following not in seen:
        seen.append(following)
    return seen[-1]


def successor_of(*, code: str) -> TrustInfo | None:
    """The body that stands today in the place of CODE's; None when that is CODE's own."""
    return next((each.successor for each in merged() if each.trust.code == code), None)


def those_before(*, code: str) -> list[TrustInfo]:
    """The bodies that have become CODE's, however long ago."""
    return [each.trust for each in merged() if each.successor.code == code]
