"""An old disc or tape that is being parted into several people's testimonies.

It is no story: no consent rests on it, nothing reads it but the pages of `transcription.splitting`, and it is destroyed
with its own key. Its rows hold numbers and codes; what people say on it is sealed.
"""

import uuid

from django.conf import settings
from django.db import models

from accounts.models import Organisation
from transcription.enums import CardState, RipState


class Rip(models.Model):
    """Its id is the owner of its key, and what its uploads are held for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=RipState.choices, default=RipState.ARRIVING)
    destroy_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)
    # A keyed hash of all its bytes: the same disc is known again, and what was taken back from it is not given again.
    mac = models.CharField(max_length=64, blank=True, db_index=True)
    duration_ms = models.PositiveBigIntegerField(default=0)
    promised_ms = models.PositiveBigIntegerField(
        default=0
    )  # what the file says of itself, where it says anything
    has_picture = models.BooleanField(default=False)
    sound_tracks = models.PositiveSmallIntegerField(default=1)
    # What is played to whoever splits it: written down before its file is, ready once it has a size.
    proxy_name = models.CharField(max_length=120, blank=True)
    proxy_mime = models.CharField(max_length=40, blank=True)
    proxy_size = models.BigIntegerField(null=True)
    cut_places = models.JSONField(default=list)  # milliseconds where it is silent or black: suggestions
    edits = models.PositiveIntegerField(
        default=0
    )  # how often its stretches were saved: two people do not overwrite

    class Meta:
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return self.reference

    @property
    def proxy_context(self) -> str:
        return f"transcription.Rip.proxy:{self.pk}"


class RipCard(models.Model):
    """One person on it, who becomes a teller with a story of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rip = models.ForeignKey(Rip, on_delete=models.CASCADE, related_name="cards")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10, default="en")
    adult = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=CardState.choices, default=CardState.OPEN)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    draft_id = models.UUIDField(null=True)  # begun and not sent: whoever takes over throws it away
    story_id = models.UUIDField(null=True, db_index=True)
    part_id = models.UUIDField(null=True)
    story_reference = models.CharField(max_length=12, blank=True)
    sealed_words = models.BinaryField(
        null=True
    )  # under the story's key, until the card is in somebody's hand
    taken_back = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["rip", "number"], name="rip_card_once")]

    @property
    def words_context(self) -> str:
        return f"transcription.RipCard.words:{self.pk}"


class RipStretch(models.Model):
    """From one moment to another, of one person or of nobody."""

    rip = models.ForeignKey(Rip, on_delete=models.CASCADE, related_name="stretches")
    card = models.ForeignKey(RipCard, null=True, on_delete=models.CASCADE, related_name="stretches")
    start_ms = models.PositiveBigIntegerField()
    end_ms = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["start_ms"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_ms__gt=models.F("start_ms")), name="rip_stretch_runs"
            )
        ]
