"""A treated copy that passed its leak check, or the place of one whose file is being sealed."""

import uuid

from django.conf import settings
from django.db import models

from stories.enums import Form
from transcription.enums import Picture, Voice
from transcription.models.recording import Recording

UNFINISHED = 0  # the size of a file that is being sealed, or whose worker was killed: no sealed copy is empty


class SafeCopy(models.Model):
    """Usable only while its fingerprint is the one computed now and nobody has marked it stale.

    Written before its file is, stale until the file is whole, so that no file lies there that no row names.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="safe_copies")
    form = models.PositiveSmallIntegerField(choices=Form.choices)
    voice = models.CharField(max_length=10, choices=Voice.choices, default=Voice.AS_IS)
    picture = models.CharField(max_length=10, choices=Picture.choices, blank=True)  # blank: sound alone
    fingerprint = models.CharField(max_length=64)
    file_name = models.CharField(max_length=120)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    mime = models.CharField(max_length=40)
    duration = models.FloatField()
    sealed_captions = models.BinaryField()
    sealed_faces = models.BinaryField(default=b"")  # where faces are hidden; empty: nowhere by themselves
    lost = models.JSONField(default=list)  # [[from, to], …] in seconds: where somebody looks for a clear face
    stale_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-form", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["recording", "fingerprint"],
                condition=models.Q(stale_at=None),
                name="one_live_copy_a_fingerprint",
            )
        ]

    @property
    def file_context(self) -> str:
        return f"transcription.SafeCopy.file:{self.pk}"

    @property
    def faces_context(self) -> str:
        return f"transcription.SafeCopy.faces:{self.pk}"

    @property
    def captions_context(self) -> str:
        return f"transcription.SafeCopy.captions:{self.pk}"


class FaceLook(models.Model):
    """What somebody said of one stretch in which a face was lost, having looked at each frame of this very file."""

    copy = models.ForeignKey(SafeCopy, on_delete=models.CASCADE, related_name="face_looks")
    number = models.PositiveSmallIntegerField()  # of the stretch in `lost`, from 0
    sha256 = models.CharField(max_length=64)
    clear = models.BooleanField()  # nothing can be recognised; else the stretch is to be covered
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["copy", "number"], name="one_look_a_stretch")]
