"""The machine's words with their times, written once and never changed, and the corrections beside them."""

import uuid

from django.conf import settings
from django.db import models

from transcription.models.recording import Recording


class Transcript(models.Model):
    """`mark` is another one after each correction: whatever was made from the words before is stale."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="transcripts")
    sealed = models.BinaryField()
    media_sha256 = models.CharField(max_length=64)
    engine = models.CharField(max_length=40)
    model_hash = models.CharField(max_length=64)
    options = models.JSONField(default=dict)
    language = models.CharField(max_length=10)
    word_count = models.PositiveIntegerField()
    mark = models.UUIDField(default=uuid.uuid4, editable=False)
    unconfirmed = models.PositiveIntegerField(default=0)  # segments that nobody has confirmed by listening
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["recording", "media_sha256", "model_hash"], name="one_transcript_a_model"
            )
        ]

    @property
    def context(self) -> str:
        return f"transcription.Transcript.sealed:{self.pk}"


class TranscriptVersion(models.Model):
    """The whole transcript as one person left it. Nobody else's work is ever written into it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_teller = models.BooleanField(default=False)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["transcript", "number"], name="one_version_a_number")]

    @property
    def context(self) -> str:
        return f"transcription.TranscriptVersion:{self.pk}"
