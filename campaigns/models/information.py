"""What a group asked of a trust under freedom of information, and what came back."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import AnswerKind, RequestState
from campaigns.models.campaign import Campaign


class InformationRequest(models.Model):
    """Never a teller's words: such requests are published, and names with them."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="requests")
    asked = models.CharField(_("what you asked"), max_length=500)
    arrived_on = models.DateField(_("when it reached them"))
    due_on = models.DateField(_("answer due"), editable=False)
    reference = models.CharField(_("their reference"), max_length=60, blank=True)
    link = models.URLField(_("where it can be read"), blank=True)
    outcome = models.CharField(_("their answer"), max_length=8, blank=True, choices=AnswerKind.choices)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = models.TextField(_("what they said"), max_length=2000, blank=True)

    class Meta:
        ordering = ["-arrived_on", "-id"]
        verbose_name = _("request for information")
        verbose_name_plural = _("requests for information")

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def state(self) -> RequestState:
        if self.outcome:
            return RequestState(self.outcome)
        return RequestState.LATE if self.due_on < timezone.localdate() else RequestState.WAITING

    @property
    def was_late(self) -> bool:
        return self.answered_on is not None and self.answered_on > self.due_on
