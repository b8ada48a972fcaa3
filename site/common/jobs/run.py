"""What a handler is given."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class Beat(Protocol):
    def __call__(self, *, progress: float | None, note: str) -> None: ...


@dataclass(frozen=True)
class JobRun:
    job_id: UUID
    object_id: str
    attempt: int  # 1 for the first try
    beat: Beat

    def heartbeat(self, progress: float | None = None, note: str = "") -> None:
        """Say how far it is (0 to 1). Raises LeaseLost when another worker has the job: let it through.

        Call it inside the transaction that writes the result: it locks the row, so nobody can take the job
        between that check and the commit. NOTE is read by editors and holds no teller's words.
        """
        self.beat(progress=progress, note=note)
