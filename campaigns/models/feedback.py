"""What somebody who was given an edition says about it. Others see nothing of it until the group passes it on."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Helped
from campaigns.models.campaign import Commitment
from campaigns.models.edition import Edition


class Feedback(models.Model):
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="feedback")
    helped = models.CharField(_("did it help"), max_length=6, choices=Helped.choices)
    job = models.CharField(_("job"), max_length=120)
    will_do = models.CharField(_("what they will do"), max_length=300, blank=True)
    given_at = models.DateTimeField(auto_now_add=True)
    passed_on_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    commitment = models.OneToOneField(
        Commitment, null=True, on_delete=models.SET_NULL, related_name="feedback"
    )

    class Meta:
        ordering = ["given_at", "id"]

    def __str__(self) -> str:
        return f"answer {self.pk}"
