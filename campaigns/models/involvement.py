"""How a group judged its own involvement on one day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class InvolvementCheck(models.Model):
    """`answers`: by the question's name, {"answer": …, "note": …}. Each check stays, so that they can be compared."""

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="involvement_checks"
    )
    on = models.DateField(_("date"))
    answers = models.JSONField(default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-on", "-id"]
        verbose_name = _("4Pi check")
        verbose_name_plural = _("4Pi checks")

    def __str__(self) -> str:
        return f"4Pi check {self.pk}"
