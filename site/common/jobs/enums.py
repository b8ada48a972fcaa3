from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


UNFINISHED = (JobState.QUEUED, JobState.RUNNING, JobState.WAITING)

# Lanes. `default` is for quick work that must not stand behind slow work: erasing, withdrawing, documents.
QUEUES = ("default", "media", "transcription")
