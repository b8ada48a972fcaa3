"""How a teller may be reached: one sealed document for each story, used for nothing but what they chose."""

from django.db import models

from stories.models.submission import Submission


class ContactWish(models.Model):
    """Everything they wrote is sealed under the story's key; the rest are ids and dates."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="contact_wish")
    sealed = models.BinaryField()
    # The version for which a message went out last: never twice for the same.
    told_version = models.UUIDField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"contact wish {self.pk}"

    @property
    def context(self) -> str:
        return f"stories.ContactWish:{self.submission_id}"
