"""The machine's words with their times: written once, never changed."""

import uuid

from django.db import models

from transcription.models.recording import Recording


class Transcript(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="transcripts")
    sealed = models.BinaryField()
    media_sha256 = models.CharField(max_length=64)
    engine = models.CharField(max_length=40)
    model_hash = models.CharField(max_length=64)
    options = models.JSONField(default=dict)
    language = models.CharField(max_length=10)
    word_count = models.PositiveIntegerField()
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
