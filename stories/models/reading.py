"""What second readers answered about a frozen version."""

from django.conf import settings
from django.db import models

from stories.models.story import StoryVersion


class SecondReading(models.Model):
    """One reading, ended: accepted, or sent back. Append-only. Answers and notes are sealed: they may repeat a name."""

    version = models.ForeignKey(StoryVersion, on_delete=models.CASCADE, related_name="readings")
    sha256 = models.CharField(max_length=64)  # of the version, as it was read
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="readings")
    accepted = models.BooleanField()
    sealed = models.BinaryField(null=True)  # None: it held words of a part that was taken back
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    @property
    def context(self) -> str:
        return f"stories.SecondReading:{self.version_id}:{self.at.isoformat()}"
