"""The release ledger and the record of what was taken back. Ids, dates and destinations: never a word of a story."""

import uuid

from django.conf import settings
from django.db import models

from stories.enums import DestinationKind, Form, PartKind, Purpose
from stories.models.consent import ConsentRecord
from stories.models.submission import Submission


class Release(models.Model):
    """One row for each time something left."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="releases")
    version_number = models.PositiveSmallIntegerField()
    version_sha256 = models.CharField(max_length=64)
    consent = models.ForeignKey(ConsentRecord, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    form = models.PositiveSmallIntegerField(choices=Form.choices, default=Form.TEXT)
    trust_code = models.CharField(max_length=60, blank=True)
    destination_kind = models.CharField(max_length=10, choices=DestinationKind.choices)
    destination_id = models.UUIDField(null=True, blank=True)
    destination = models.CharField(max_length=200)
    recallable = models.BooleanField(default=True)
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recalled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["destination_kind", "destination_id"], name="release_destination"),
            models.Index(fields=["submission", "recalled_at"], name="release_by_story"),
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"


class Withdrawal(models.Model):
    """One taking-back: what was asked, when each step was done, and the certificate's number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="withdrawals")
    number = models.CharField(max_length=16, unique=True)
    purpose = models.CharField(max_length=12, choices=Purpose.choices, blank=True)  # blank: everything
    erase = models.BooleanField(default=False)
    # One part alone: what it was, and the files that a worker still has to remove.
    part_id = models.UUIDField(null=True, blank=True)
    part_kind = models.CharField(max_length=10, choices=PartKind.choices, blank=True)
    file_names = models.JSONField(default=list, blank=True)
    part_was_held = models.BooleanField(
        default=False
    )  # a version that somebody could be shown had this part in it
    asked_at = models.DateTimeField()
    files_removed_at = models.DateTimeField(null=True, blank=True)
    key_destroyed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return self.number
