"""What came in: who can come back to it, and its sealed parts. Never edited, never shown outside the vault's rules."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from stories.enums import PartKind, SubmissionState, ToldBy, Way
from stories.models.reference import Trust


class Teller(models.Model):
    """The person whose story it is, reached by a receipt, an account, both or neither."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receipt_mac = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001  NULLs stay distinct
    # A keyed hash of the address that opens their page by e-mailed code: the address itself is kept nowhere.
    email_mac = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)


class Submission(models.Model):
    """One telling. Its id is also its story's id and the owner of its data key in the vault."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True, editable=False)
    teller = models.ForeignKey(Teller, on_delete=models.PROTECT, related_name="submissions")
    state = models.CharField(max_length=10, choices=SubmissionState.choices, default=SubmissionState.DRAFT)
    language = models.CharField(max_length=10, default="en")
    told_by = models.CharField(max_length=10, choices=ToldBy.choices, default=ToldBy.SELF, blank=True)
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.WORDS, blank=True)
    teller_role = models.CharField(max_length=60, blank=True)
    trust = models.ForeignKey(Trust, null=True, blank=True, on_delete=models.PROTECT)
    setting = models.CharField(max_length=60, blank=True)
    stay_point = models.CharField(max_length=60, blank=True)
    event_year = models.PositiveSmallIntegerField(null=True, blank=True)
    adult_confirmed = models.BooleanField(default=False)
    fictional = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    touched_at = models.DateTimeField(
        default=timezone.now, editable=False
    )  # by its teller, while it is a draft

    def __str__(self) -> str:
        return self.reference


class SealedPart(models.Model):
    """Writing, sound, film or a picture as it was sent; for recordings, also the words Whisper heard."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=10, choices=PartKind.choices)
    prompt = models.SlugField(max_length=40, blank=True)  # the question that this writing answers; none: free
    position = models.PositiveSmallIntegerField(default=0)
    sealed_text = models.BinaryField(null=True)
    text_length = models.PositiveIntegerField(default=0)
    file_name = models.CharField(max_length=120, blank=True)
    file_size = models.BigIntegerField(default=0)
    file_sha256 = models.CharField(max_length=64, blank=True)
    mime = models.CharField(max_length=100, blank=True)
    # The teller's wish for this recording: no answer about any use can let out more than it. See stories/wishes.py.
    disguise_voice = models.BooleanField(default=False)
    hide_face = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    added_at = models.DateTimeField(null=True, blank=True)  # sent after the story was
    # Its words were looked through for safeguarding phrases. None: not yet, or they came since.
    looked_through_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["position", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "prompt"], condition=~models.Q(prompt=""), name="prompt_answered_once"
            )
        ]

    @property
    def is_film(self) -> bool:
        return self.kind == PartKind.VIDEO

    @property
    def text_context(self) -> str:
        return f"stories.SealedPart.text:{self.pk}"

    @property
    def file_context(self) -> str:
        return f"stories.SealedPart.file:{self.pk}"
