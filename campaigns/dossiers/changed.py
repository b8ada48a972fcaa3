"""What came of it, for everybody: promises of campaigns that their groups show, the kept ones first."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.enums import CommitmentState
from campaigns.models import Commitment
from stories.trusts import names_by_code

ORDER = (CommitmentState.KEPT, CommitmentState.OPEN, CommitmentState.LATE, CommitmentState.BROKEN)


@dataclass(frozen=True)
class PublicPromise:
    promise: Commitment
    trust: str

    @property
    def state(self) -> CommitmentState:
        return self.promise.state


def public_promises() -> list[PublicPromise]:
    """The newest first. Two queries."""
    rows = (
        Commitment.objects.filter(campaign__public=True)
        .select_related("campaign")
        .order_by("-made_on", "-id")
    )
    names = names_by_code()
    return [PublicPromise(row, names.get(row.campaign.trust_code, row.campaign.trust_code)) for row in rows]


def by_state(rows: Sequence[PublicPromise]) -> list[tuple[CommitmentState, list[PublicPromise]]]:
    """Kept, then promised, late and broken; a state that nothing is in is left out."""
    sorted_out = [(state, [row for row in rows if row.state == state]) for state in ORDER]
    return [(state, found) for state, found in sorted_out if found]
