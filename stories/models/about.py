"""What a teller said about themselves: apart from every story, and sealed."""

import uuid

from django.db import models


class AboutYou(models.Model):
    """Deliberately without a foreign key, a date or a number that counts up: see docs/telling.md.

    `link` is a hash that only the vault can make (common.vault.links); `sealed` opens with the story's own key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.CharField(max_length=64, unique=True, editable=False)
    sealed = models.BinaryField()

    @property
    def context(self) -> str:
        return f"stories.AboutYou:{self.pk}"
