"""Reels as working documents, and their exports: frozen, numbered, sealed under keys of their own."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from transcription.enums import ExportFileKind, ExportState


class Reel(models.Model):
    """A training body's own words, and the ids of clips. Never a teller's words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reels")
    title = models.CharField(_("title"), max_length=80)
    content_note = models.CharField(_("what it speaks of"), max_length=300, blank=True)
    pause = models.PositiveSmallIntegerField(_("pause after the last clip, in seconds"), default=30)
    questions = models.TextField(_("questions to talk about"), max_length=900, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("reel")
        verbose_name_plural = _("reels")

    def __str__(self) -> str:
        return f"reel {self.pk}"


class ReelItem(models.Model):
    """`title` is the trainer's own for the card; empty means the clip's."""

    reel = models.ForeignKey(Reel, on_delete=models.CASCADE, related_name="items")
    clip_id = models.UUIDField(db_index=True)
    story_id = models.UUIDField(db_index=True)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title on its card"), max_length=80, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["reel", "clip_id"], name="in_reel_once")]

    def __str__(self) -> str:
        return f"item {self.pk}"


class ReelExport(models.Model):
    """Its id owns a key in the vault: destroying the key puts every copy of its files beyond use."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reel = models.ForeignKey(Reel, on_delete=models.PROTECT, related_name="exports")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ExportState.choices, default=ExportState.RENDERING)
    # The trainers' own words as they stood when it was asked for.
    frozen = models.JSONField(default=dict)
    verify_code = models.CharField(max_length=16, unique=True)
    manifest = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True)
    seconds = models.FloatField(default=0)
    message = models.TextField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    issued_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)
    downloaded_at = models.DateTimeField(null=True)  # from then on a copy is out of our hands
    recalled_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)  # the training body says that it destroyed its copies
    confirmed_by = models.CharField(max_length=120, blank=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["reel", "number"], condition=~Q(state="failed"), name="export_number_once"
            ),
            models.UniqueConstraint(
                fields=["reel"], condition=Q(state="rendering"), name="one_export_at_a_time"
            ),
            models.UniqueConstraint(fields=["reel"], condition=Q(state="issued"), name="one_current_export"),
        ]

    def __str__(self) -> str:
        return f"export {self.number}"


class ExportItem(models.Model):
    """One clip of an export: which file exactly, by hash."""

    export = models.ForeignKey(ReelExport, on_delete=models.CASCADE, related_name="items")
    clip_id = models.UUIDField(db_index=True)
    story_id = models.UUIDField(db_index=True)
    position = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["export", "clip_id"], name="in_export_once")]

    def __str__(self) -> str:
        return f"item {self.pk}"


class ExportFile(models.Model):
    """One sealed file of an export. Its row is written before it is, so that none is forgotten."""

    export = models.ForeignKey(ReelExport, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=ExportFileKind.choices)
    file_name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["export", "kind"], name="one_file_a_kind")]

    def __str__(self) -> str:
        return self.kind

    @property
    def context(self) -> str:
        return f"transcription.ExportFile.{self.kind}:{self.export_id}"
