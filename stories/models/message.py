"""What tellers and editors write to each other: sealed under the story's key, gone with it."""

import uuid

from django.conf import settings
from django.db import models

from stories.models.submission import Submission


class Message(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="messages")
    from_teller = models.BooleanField()
    sealed = models.BinaryField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)  # by the other side

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["submission", "from_teller", "read_at"], name="message_unread")]

    @property
    def context(self) -> str:
        return f"stories.Message:{self.pk}"
