"""A file on its way in, piece by piece: sizes, dates, names of sealed files; never a name that a person gave it."""

import uuid
from typing import cast

from django.db import models
from django.utils import timezone

from stories.enums import UploadState
from stories.models.submission import SealedPart, Submission


class Upload(models.Model):
    """Its id is also the id of the part that it becomes; of what is held for no telling, nothing is made of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, null=True, on_delete=models.CASCADE, related_name="uploads")
    held_for = models.UUIDField(
        null=True, db_index=True, editable=False
    )  # in the place of a telling: see held.py
    held_as = models.CharField(
        max_length=20, blank=True, editable=False
    )  # its place in what is held; no name
    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.ARRIVING)
    length = models.BigIntegerField(null=True)  # unknown until a recording ends
    received = models.BigIntegerField(default=0)
    added = models.BooleanField(default=False)  # to a story that was sent
    recorded = models.BooleanField(default=False)
    disguise_voice = models.BooleanField(default=False)
    hide_face = models.BooleanField(default=False)
    token = models.UUIDField(null=True, editable=False)  # the request that is writing to it
    lease_until = models.DateTimeField(null=True, editable=False)
    begun_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["begun_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(length__isnull=True) | models.Q(received__lte=models.F("length")),
                name="upload_never_longer",
            ),
            models.CheckConstraint(
                condition=models.Q(submission__isnull=True) ^ models.Q(held_for__isnull=True),
                name="upload_of_a_telling_or_held",
            ),
        ]

    @property
    def owner(self) -> uuid.UUID:
        """Whose key seals it."""
        return cast(uuid.UUID, self.submission_id or self.held_for)

    @property
    def whole(self) -> bool:
        return self.length is not None and self.received == self.length

    @property
    def arrived(self) -> bool:
        return self.state == UploadState.ARRIVED

    @property
    def gone(self) -> bool:
        ran_out = self.expires_at <= timezone.now() and not self.whole
        return self.state == UploadState.REFUSED or (self.state == UploadState.ARRIVING and ran_out)

    @property
    def file_context(self) -> str:
        """The part's own: a file that came in one piece is the part's file as it lies."""
        return f"stories.SealedPart.file:{self.pk}"


class UploadPiece(models.Model):
    """One sealed file. Written down before the file is, so that none is ever left that no row names."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces")
    start = models.BigIntegerField()
    size = models.BigIntegerField(
        null=True
    )  # none: still being written, or left behind by a server that was killed
    file_name = models.CharField(max_length=120, unique=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "start"], condition=models.Q(size__isnull=False), name="upload_piece_once"
            )
        ]

    @property
    def context(self) -> str:
        """Bound to its place: pieces cannot be put in another order."""
        return self.upload.file_context if self.start == 0 else f"{self.upload.file_context}:{self.start}"


class ShownPicture(models.Model):
    """A picture as it is looked at: made anew from what was sent, smaller, with nothing in it but the picture."""

    part = models.OneToOneField(SealedPart, primary_key=True, on_delete=models.CASCADE, related_name="shown")
    file_name = models.CharField(
        max_length=120, blank=True
    )  # none: what was sent could not be opened to the end
    file_size = models.BigIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    @property
    def file_context(self) -> str:
        return f"stories.ShownPicture.file:{self.pk}"
