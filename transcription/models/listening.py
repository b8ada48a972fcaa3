"""Which stretches of a recording somebody has listened to. Seconds, never words."""

from django.conf import settings
from django.db import models

from transcription.models.recording import Recording


class Listened(models.Model):
    """`spans`: [[start, end], …] in seconds of the original, merged and in order."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="listened")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    spans = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recording", "user"], name="listened_once_a_person")]
