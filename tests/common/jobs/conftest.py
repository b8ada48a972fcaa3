"""Kinds of jobs that exist only in these tests, and a bell that writes down who was rung for."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from common.jobs import bell, registry, service, sweeper, twins
from common.jobs.models import Job

Kind = Callable[..., str]


@pytest.fixture
def kind() -> Iterator[Kind]:
    """kind(handler, **options) -> the name under which HANDLER is registered until the test ends."""
    with ExitStack() as stack:

        def register(handler: registry.Handler = lambda run: None, **options: object) -> str:
            name = f"test_{uuid4().hex}"
            stack.enter_context(registry.replaced(name, handler, **options))
            return name

        yield register


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The ids that the broker was sent, in order."""
    ids: list[UUID] = []

    def ring(*, job_id: UUID, queue: str) -> bool:
        ids.append(job_id)
        return True

    for module in (bell, service, sweeper, twins):
        monkeypatch.setattr(module, "ring", ring)
    return ids


@pytest.fixture
def make_job(db: None, kind: Kind) -> Callable[..., Job]:
    """A row as it stands, without going through enqueue."""

    def make(**fields: object) -> Job:
        values: dict[str, object] = {"kind": None, "object_id": str(uuid4()), "queue": "default"} | fields
        values["kind"] = values["kind"] or kind()
        return Job.objects.create(**values)

    return make


@pytest.fixture
def ago() -> Callable[..., object]:
    return lambda **units: timezone.now() - timedelta(**units)
