"""How long stories stood at each stage. No story, no person: a row is one stay that ended."""

from django.db import models

from stories.enums import Stage


class StageStay(models.Model):
    stage = models.CharField(max_length=20, choices=Stage.choices)
    until = models.DateTimeField()
    seconds = models.PositiveIntegerField()

    class Meta:
        # A report reads nothing but this.
        indexes = [models.Index(fields=["until", "stage", "seconds"], name="stays_that_ended")]
