"""Which jobs may be taken, and which were left lying."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from common.jobs.enums import UNFINISHED, JobState

if TYPE_CHECKING:
    from common.jobs.models import Job  # noqa: F401  named in the base class below


class JobQuerySet(models.QuerySet["Job"]):
    def unfinished(self) -> "JobQuerySet":
        return self.filter(state__in=UNFINISHED)

    def due(self, now: datetime) -> "JobQuerySet":
        return self.filter(state=JobState.QUEUED, due_at__lte=now)

    def abandoned(self, now: datetime) -> "JobQuerySet":
        """Still called running, but whoever ran it has not been heard of within the lease."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=now)

    def claimable(self, now: datetime) -> "JobQuerySet":
        due = Q(state=JobState.QUEUED, due_at__lte=now)
        return self.filter(due | Q(state=JobState.RUNNING, lease_until__lt=now))

    def alone(self, now: datetime) -> "JobQuerySet":
        """Those whose object no other job of the same kind is working on."""
        others = self.model._default_manager.filter(
            kind=OuterRef("kind"),
            object_id=OuterRef("object_id"),
            state=JobState.RUNNING,
            lease_until__gte=now,
        )
        return self.filter(~Exists(others.exclude(pk=OuterRef("pk"))))
