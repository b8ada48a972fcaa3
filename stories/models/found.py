"""What detection found in a part: a row of the part, gone with it."""

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
