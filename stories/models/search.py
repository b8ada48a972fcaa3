"""Which stories the blind search for packs may find."""

from django.db import models


class PackEntry(models.Model):
    """A story that a pack may hold. Its number is the row of its words in the blind index."""

    story_id = models.UUIDField(unique=True)
    entered_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"entry {self.pk}"
