"""Asking people who knew a ward before and after. No row says who answered, nor when."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Phase
from campaigns.models.campaign import Campaign


class Round(models.Model):
    """The questions asked once, about one ward at one time."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="rounds")
    phase = models.CharField(_("before or after"), max_length=6, choices=Phase.choices)
    ward = models.CharField(_("which ward"), max_length=120)
    time = models.CharField(
        _("the time you ask about"),
        max_length=80,
        help_text=_("As people would say it: spring 2025, or since the room was closed."),
    )
    token = models.CharField(max_length=32, unique=True, editable=False)
    opened_on = models.DateField(auto_now_add=True)
    closed_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["opened_on", "id"]
        verbose_name = _("round of questions")
        verbose_name_plural = _("rounds of questions")

    def __str__(self) -> str:
        return f"round {self.pk}"


class RoundAnswer(models.Model):
    """What one person chose, by question. Its random id keeps no order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="answers")
    choices = models.JSONField()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return "answer"
