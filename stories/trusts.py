"""Trusts and health boards, as values for the apps above."""

from dataclasses import dataclass

from stories.models import Trust


@dataclass(frozen=True)
class TrustInfo:
    code: str
    name: str
    nation: str
    region: str
    fictional: bool


def _info(trust: Trust) -> TrustInfo:
    return TrustInfo(trust.code, trust.name, trust.nation, trust.region, trust.fictional)


def trust(*, code: str) -> TrustInfo | None:
    found = Trust.objects.filter(code=code).first()
    return _info(found) if found else None


def nation_of(*, code: str) -> str:
    found = trust(code=code)
    return found.nation if found else ""


def all_trusts() -> list[TrustInfo]:
    """Those that still take patients, by name."""
    return [_info(found) for found in Trust.objects.filter(status="active")]
