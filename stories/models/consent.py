"""Consent: append-only. A withdrawal is a new row; nothing is ever changed or removed here."""

from typing import Any

from django.db import models

from stories.enums import Form, Purpose
from stories.models.reference import Trust
from stories.models.submission import Submission


class AppendOnly(Exception):
    """Something tried to rewrite a ledger."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Refuses at once what would rewrite many rows. (`create` and reading are as ever.)"""

    def update(self, **kwargs: Any) -> int:
        raise AppendOnly("Consent records are never changed: write a new one.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise AppendOnly("Consent records are never changed: write a new one.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly("Consent records are never removed.")


class ConsentWording(models.Model):
    """The exact words that were agreed to; its hash is kept with every answer. A draft until it is put in force."""

    version = models.CharField(max_length=20)
    language = models.CharField(max_length=10, default="en")
    text = models.JSONField()
    sha256 = models.CharField(max_length=64, unique=True)
    from_file = models.BooleanField(default=True)
    in_force_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["language", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="wording_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.language})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_if_in_force()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_if_in_force()
        return super().delete(*args, **kwargs)

    def _refuse_if_in_force(self) -> None:
        stored = ConsentWording.objects.filter(pk=self.pk, in_force_since__isnull=False)
        if not self._state.adding and stored.exists():
            raise AppendOnly("A wording that was in force is never changed: begin a new version.")


class ConsentRecord(models.Model):
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    granted = models.BooleanField()
    form = models.PositiveSmallIntegerField(choices=Form.choices, default=Form.TEXT)
    # Which trust this use may name; none: the trust is never named in it.
    trust = models.ForeignKey(Trust, null=True, blank=True, on_delete=models.PROTECT)
    wording = models.ForeignKey(ConsentWording, on_delete=models.PROTECT)
    manner = models.CharField(max_length=20, default="web")
    given_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["submission", "purpose", "-id"], name="consent_latest"),
            models.Index(fields=["expires_at"], name="consent_expiry"),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("A consent record is never changed: write a new one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly("A consent record is never removed.")


class Understanding(models.Model):
    """That a teller was asked who might see their story, and what they said in words of their own. Not a score."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="understanding")
    asked_at = models.DateTimeField()
    sealed_words = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"understanding {self.pk}"

    @property
    def context(self) -> str:
        return f"stories.Understanding:{self.submission_id}"
