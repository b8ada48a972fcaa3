"""Who and what a story names: its page of the teller's register of people and places."""

import uuid

from django.db import models

from stories.models.submission import Submission


class RegisterEntry(models.Model):
    """One person or place in one story. `who` is the same in every story of its teller that names them.

    Kind, stand-in and surface forms are sealed under the story's own key: erasing it takes its page of the register,
    and no other.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="register")
    who = models.UUIDField(default=uuid.uuid4, editable=False)
    sealed = models.BinaryField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "who"], name="registered_once_in_a_story")
        ]

    @property
    def context(self) -> str:
        return f"stories.RegisterEntry:{self.submission_id}:{self.who}"
