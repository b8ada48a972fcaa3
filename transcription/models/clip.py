"""A stretch of a treated copy, cut for training, and what its teller says about exactly this stretch."""

import uuid

from django.conf import settings
from django.db import models

from stories.enums import Form
from transcription.enums import Picture, Voice
from transcription.models.recording import Recording

UNFINISHED = 0  # the size of a file that is being sealed, or whose worker was killed: no sealed clip is empty


class Clip(models.Model):
    """Usable only through `transcription.clips.door`. Seconds are those of the copy, words are counted from 0.

    `sealed` holds its redacted words, what stands around them and its captions. Without a file it is not cut yet; a row
    with a file and without a size is stale, and only keeps the place of one that is being sealed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="clips")
    sealed_title = models.BinaryField()  # an editor's words for it, never the teller's
    first_word = models.PositiveIntegerField()
    last_word = models.PositiveIntegerField()
    form = models.PositiveSmallIntegerField(choices=Form.choices, null=True)
    voice = models.CharField(max_length=10, choices=Voice.choices, default=Voice.AS_IS)
    picture = models.CharField(max_length=10, choices=Picture.choices, blank=True)  # blank: sound alone
    copy_fingerprint = models.CharField(max_length=64, blank=True)  # of the treated copy it was cut from
    start = models.FloatField(default=0)
    end = models.FloatField(default=0)
    sealed = models.BinaryField(null=True)
    file_name = models.CharField(max_length=120, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    mime = models.CharField(max_length=40, blank=True)
    cut_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_by = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")  # who has played it
    heard_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    heard_at = models.DateTimeField(null=True)
    stale_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"clip {self.pk}"

    @property
    def seconds(self) -> float:
        return self.end - self.start

    @property
    def file_context(self) -> str:
        return f"transcription.Clip.file:{self.pk}"

    @property
    def title_context(self) -> str:
        return f"transcription.Clip.title:{self.pk}"

    @property
    def words_context(self) -> str:
        return f"transcription.Clip.sealed:{self.pk}"


class ClipAnswer(models.Model):
    """Append-only; the latest one counts, and only for the very file it names."""

    clip = models.ForeignKey(Clip, on_delete=models.CASCADE, related_name="answers")
    sha256 = models.CharField(max_length=64)
    approved = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
