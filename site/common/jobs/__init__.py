"""Background work: the row is the truth, the broker only a bell. See docs/jobs.md."""

from common.jobs.errors import LeaseLost, NotRetryable, Refused, UnknownKind, Waiting
from common.jobs.registry import JobRun, job_kind

__all__ = ["JobRun", "LeaseLost", "NotRetryable", "Refused", "UnknownKind", "Waiting", "job_kind"]
