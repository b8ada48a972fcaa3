"""Which handler runs which kind of job. Filled when every app's tasks.py is imported, at start."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from common.jobs.enums import QUEUES
from common.jobs.errors import UnknownKind
from common.jobs.run import JobRun

__all__ = ["Handler", "JobKind", "JobRun", "job_kind", "kind_named", "replaced"]

Handler = Callable[[JobRun], None]
H = TypeVar("H", bound=Handler)


@dataclass(frozen=True)
class JobKind:
    name: str
    handler: Handler
    queue: str
    max_attempts: int
    unique: bool


_kinds: dict[str, JobKind] = {}


def job_kind(
    name: str, *, queue: str = "default", max_attempts: int = 3, unique: bool = True
) -> Callable[[H], H]:
    """Register the decorated function as the handler of NAME.

    UNIQUE: at most one unfinished job per object stands in the queue, and at most one runs at a time.
    Raises ValueError for a name taken twice, a queue that no worker listens to, or less than one attempt.
    """

    def register(handler: H) -> H:
        _refuse_nonsense(name=name, queue=queue, max_attempts=max_attempts)
        _kinds[name] = JobKind(name, handler, queue, max_attempts, unique)
        return handler

    return register


def _refuse_nonsense(*, name: str, queue: str, max_attempts: int) -> None:
    if name in _kinds:
        raise ValueError(f"The job kind {name!r} is registered twice.")
    if queue not in QUEUES:
        raise ValueError(f"The job kind {name!r} wants the queue {queue!r}: use one of {', '.join(QUEUES)}.")
    if max_attempts < 1:
        raise ValueError(f"The job kind {name!r} needs at least one attempt.")


def kind_named(name: str) -> JobKind:
    """Raises UnknownKind."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(f"No job kind is called {name!r}: is its app's tasks.py in place?") from None


@contextmanager
def replaced(name: str, handler: Handler, **options: object) -> Iterator[None]:
    """For tests: run HANDLER as NAME within the block, whether or not NAME is registered."""
    before = _kinds.pop(name, None)
    settings: dict[str, object] = {"queue": "default", "max_attempts": 3, "unique": True} | options
    if before is not None:
        settings = {
            "queue": before.queue,
            "max_attempts": before.max_attempts,
            "unique": before.unique,
        } | options
    try:
        job_kind(name, **settings)(handler)  # type: ignore[arg-type]
        yield
    finally:
        _kinds.pop(name, None)
        if before is not None:
            _kinds[name] = before
