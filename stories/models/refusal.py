"""Our no to a story, and what became of it when its teller asked somebody else to look. Append-only but for its way."""

from django.conf import settings
from django.db import models

from stories.enums import AppealOutcome
from stories.models.reply import RefusalReason
from stories.models.story import Story


class Refusal(models.Model):
    """What people wrote is sealed under the story's key, and goes with the story."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="refusals")
    reason = models.ForeignKey(RefusalReason, on_delete=models.PROTECT, related_name="+")
    sealed_words = models.BinaryField()  # the editor's own, to the teller
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    refused_at = models.DateTimeField()
    appealed_at = models.DateTimeField(null=True, blank=True)
    sealed_appeal = models.BinaryField(null=True)
    outcome = models.CharField(max_length=10, choices=AppealOutcome.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    sealed_decision = models.BinaryField(null=True)  # the second editor's words, to the teller

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("refused_by")),
                name="appeal_goes_to_someone_else",
            ),
            models.UniqueConstraint(
                fields=["story"], condition=models.Q(outcome=""), name="one_refusal_stands"
            ),
        ]

    def __str__(self) -> str:
        return f"refusal {self.pk}"

    def context(self, field: str) -> str:
        return f"stories.Refusal.{field}:{self.story_id}:{self.refused_at.isoformat()}"
