"""One measurement: what we do beside the bare thing it is made of, taken in the same process."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Ratio:
    """OURS and BARE in the same UNIT. LIMIT is the value that still holds, or None where there is nothing to hold."""

    name: str
    ours: float
    bare: float
    unit: str
    limit: float | None = None
    better: Literal["higher", "lower"] = "higher"  # throughput, or time and counts

    @property
    def value(self) -> float:
        return self.ours / self.bare

    @property
    def holds(self) -> bool:
        if self.limit is None:
            return True
        return self.value >= self.limit if self.better == "higher" else self.value <= self.limit

    def __str__(self) -> str:
        sign = "at least" if self.better == "higher" else "at most"
        wanted = "" if self.limit is None else f", {sign} {self.limit:g}{'' if self.holds else ': NOT MET'}"
        return (
            f"{self.name}: {self.value:.2f} ({self.ours:,.0f} against {self.bare:,.0f} {self.unit}{wanted})"
        )
