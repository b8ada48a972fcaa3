"""What editors play in place of an original that no browser plays. Sealed like the original, and never released."""

import uuid

from django.db import models

from transcription.models.recording import Recording


class Proxy(models.Model):
    """Written before its file is, so that no file lies there that no row names; ready once it has a size."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.OneToOneField(Recording, on_delete=models.CASCADE, related_name="proxy")
    file_name = models.CharField(max_length=120)
    mime = models.CharField(max_length=40)
    size = models.BigIntegerField(null=True)

    @property
    def file_context(self) -> str:
        return f"transcription.Proxy.file:{self.pk}"
