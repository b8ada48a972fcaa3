"""What a training body agreed to, what it may find, and each time it played something. Ids and dates, no words."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from stories.enums import Form


class TrainingTerms(models.Model):
    """Append-only, but for its end: a named trainer's yes, for their organisation, to one wording."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="training_terms")
    wording = models.CharField(max_length=20)
    purpose = models.TextField(_("what you will use clips for"), max_length=600)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(
        _("your name"), max_length=120
    )  # who bound the organisation, whatever leaves later
    agreed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-agreed_at", "-id"]

    def __str__(self) -> str:
        return f"terms {self.pk}"


class LibraryEntry(models.Model):
    """A clip that the search may find. Its number is the row of its words in the blind index."""

    clip_id = models.UUIDField(unique=True)
    entered_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"entry {self.pk}"


class LibraryUse(models.Model):
    """One clip, played by one training body: its id is the destination in the ledger."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    clip_id = models.UUIDField(db_index=True)
    story_id = models.UUIDField(db_index=True)
    form = models.PositiveSmallIntegerField(choices=Form.choices)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "clip_id"], condition=Q(closed_at=None), name="one_open_use"
            )
        ]

    def __str__(self) -> str:
        return f"use {self.pk}"


class LibraryPlay(models.Model):
    """Within ten minutes one player's many requests are one play."""

    use = models.ForeignKey(LibraryUse, on_delete=models.CASCADE, related_name="plays")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"play {self.pk}"
