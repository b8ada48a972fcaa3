"""Which reminders went to whom, and who wants none."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.enums import ReminderKind
from campaigns.models.campaign import Campaign


class Reminder(models.Model):
    """One e-mail to one person about one day of one promise or meeting, by number. The row is what sends it once."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=ReminderKind.choices)
    subject_id = models.PositiveBigIntegerField()
    day = models.DateField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "subject_id", "day"], name="reminded_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class NoReminders(models.Model):
    """A coordinator who wants none from this group."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("no reminders")
        verbose_name_plural = _("no reminders")
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="no_reminders_once")]

    def __str__(self) -> str:
        return f"no reminders {self.pk}"
