"""What was heard of a recording that is still being listened to, so that a worker that takes over begins after it."""

import uuid

from django.db import models

from transcription.models.recording import Recording


class HeardPiece(models.Model):
    """Sealed; gone when the transcript is made of the pieces. `mark`: of the file, engine, weights and options."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="heard_pieces")
    mark = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    end = models.PositiveBigIntegerField()  # in samples: where the next piece begins
    sealed = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["recording", "mark", "number"], name="one_piece_a_number")
        ]

    @property
    def context(self) -> str:
        return f"transcription.HeardPiece.sealed:{self.pk}"
