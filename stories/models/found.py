"""What detection found in a part, and what an editor left as it is: rows of the part, gone with it."""

from django.conf import settings
from django.db import models

from stories.models.submission import SealedPart


class FoundNames(models.Model):
    """Places, kinds and scores, sealed; never the words. Of the text whose sealed bytes have this hash, of no other."""

    part = models.OneToOneField(SealedPart, on_delete=models.CASCADE, primary_key=True, related_name="found")
    text_sha256 = models.CharField(max_length=64)
    sealed = models.BinaryField()

    @property
    def context(self) -> str:
        return f"stories.FoundNames:{self.part_id}:{self.text_sha256}"


class KeptPlace(models.Model):
    """One editor's decision that a span of a sealed part may be read as it stands. Offsets only, never the words."""

    part = models.ForeignKey(SealedPart, on_delete=models.CASCADE, related_name="kept_places")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["start", "-end", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="kept_place_not_empty")
        ]
