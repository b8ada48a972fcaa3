"""The anonymised telling: its stage, its frozen versions, and the teller's word on each of them."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from stories.enums import Decision, RedactionAction, RedactionKind, Stage
from stories.models.reference import Theme
from stories.models.submission import SealedPart, Submission
from stories.querysets import StoryQuerySet


class Story(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """Holds no words at all: they are sealed in StoryDraft and StoryVersion, so revisions hold none either.

    `live` is Wagtail's and decides nothing: `StoryQuerySet.releasable` does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="story")
    reference = models.CharField(max_length=12, unique=True, editable=False)
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.ARRIVED)
    stage_since = models.DateTimeField()
    resume_stage = models.CharField(max_length=20, choices=Stage.choices, blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stories_taken",
    )
    # Whoever decided something in it, also what was undone since: none of them may be its second reader.
    anonymisers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="stories_anonymised"
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="stories")
    current_version = models.ForeignKey(
        "StoryVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    approved_version = models.ForeignKey(
        "StoryVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    # A treated copy was finished after the second reading and a second person has to hear it: see stories/copies.py.
    copy_waits_since = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    revisions = GenericRelation("wagtailcore.Revision", related_query_name="story")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="story",
        for_concrete_model=False,
    )

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [
            # The website's list walks this one newest first, whatever else the planner knows about the table.
            models.Index(fields=["stage", "-published_at"], name="story_newest"),
            models.Index(fields=["stage", "stage_since", "id"], name="story_waiting"),
            # All that waits, in its order: the stage is in the index, so what is done is passed over without a row.
            models.Index(fields=["stage_since", "id", "stage"], name="story_longest"),
        ]

    def __str__(self) -> str:
        return self.reference

    def serializable_data(self) -> dict[str, str]:
        """What a revision keeps: nothing but which story it is of."""
        return {"pk": str(self.pk)}

    def with_content_json(self, content: dict[str, Any]) -> "Story":
        """What publishing a revision would write: the story as it stands. No old copy ever comes back over it."""
        return self


class StoryDraft(models.Model):
    """The editor's title and summary, sealed like everything else that is words."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="draft")
    sealed = models.BinaryField(null=True)

    @property
    def context(self) -> str:
        return f"stories.StoryDraft:{self.story_id}"


class Redaction(models.Model):
    """One editor's decision on one span of a sealed part. The words under it are never copied anywhere."""

    part = models.ForeignKey(SealedPart, on_delete=models.CASCADE, related_name="redactions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=14, choices=RedactionKind.choices)
    action = models.CharField(max_length=12, choices=RedactionAction.choices)
    sealed_replacement = models.BinaryField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["start", "-end", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="redaction_span_not_empty"
            )
        ]

    @property
    def context(self) -> str:
        return f"stories.Redaction:{self.part_id}:{self.start}:{self.end}"


class StoryVersion(models.Model):
    """A frozen safe version: exactly what the second reader read and the teller is asked about.

    Its two people are PROTECTed: an account is switched off, never deleted, while a version rests on its work.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    words = models.PositiveIntegerField(default=0)
    anonymised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="versions_anonymised"
    )
    second_reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="versions_read",
    )
    second_read_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=models.Q(second_reader__isnull=True)
                | models.Q(anonymised_by__isnull=True)
                | ~models.Q(second_reader=models.F("anonymised_by")),
                name="second_reader_is_someone_else",
            ),
        ]

    @property
    def context(self) -> str:
        return f"stories.StoryVersion:{self.pk}"


class Approval(models.Model):
    """The teller's word on one version, by its hash. Append-only: the latest counts."""

    version = models.ForeignKey(StoryVersion, on_delete=models.CASCADE, related_name="approvals")
    decision = models.CharField(max_length=10, choices=Decision.choices)
    sha256 = models.CharField(max_length=64)
    sealed_note = models.BinaryField(null=True)
    unfitting = models.JSONField(default=list)  # slugs of the themes that do not fit, says the teller
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    @property
    def context(self) -> str:
        return f"stories.Approval:{self.version_id}:{self.at.isoformat()}"


class CopyAnswer(models.Model):
    """The teller's word on one treated copy of a recording, by its hash. Append-only: the latest for a part counts."""

    part = models.ForeignKey(SealedPart, on_delete=models.CASCADE, related_name="copy_answers")
    sha256 = models.CharField(max_length=64)
    approved = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class CopyHearing(models.Model):
    """That a second person played one treated copy of a recording, by its hash; and when they said it is safe."""

    part = models.ForeignKey(SealedPart, on_delete=models.CASCADE, related_name="copy_hearings")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="copies_heard")
    opened_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["part", "sha256", "by"], name="copy_heard_once_by_each")
        ]
