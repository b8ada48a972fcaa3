"""One row for each piece of background work: ids and states, never words."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.jobs.enums import JobState
from common.jobs.querysets import JobQuerySet


class Job(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=64)
    object_id = models.CharField(_("about"), max_length=64)
    queue = models.CharField(max_length=32)
    state = models.CharField(_("state"), max_length=8, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    progress = models.FloatField(_("progress"), default=0)
    note = models.CharField(max_length=200, blank=True)
    reason_code = models.SlugField(blank=True)  # refused, error, lost, or a Waiting's slug
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    due_at = models.DateTimeField(default=timezone.now)
    ring_at = models.DateTimeField(default=timezone.now)  # when the sweeper may send it (again)
    rings = models.PositiveSmallIntegerField(default=0)  # how often it has, since the last change of state
    token = models.UUIDField(null=True, editable=False)  # who holds the lease
    lease_until = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "queue", "due_at"], name="jobs_due"),
            models.Index(fields=["state", "lease_until"], name="jobs_lease"),
            models.Index(fields=["kind", "object_id", "state"], name="jobs_twin"),
            models.Index(fields=["object_id"], name="jobs_object"),
            models.Index(fields=["-created_at"], name="jobs_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(progress__gte=0, progress__lte=1), name="jobs_progress"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
