"""The words of campaigns that tellers read too: these have Welsh."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommitmentState(models.TextChoices):
    OPEN = "open", _("Promised")
    KEPT = "kept", _("Kept")
    LATE = "late", _("Late")
    BROKEN = "broken", _("Broken")


class Helped(models.TextChoices):
    YES = "yes", _("It helped")
    PARTLY = "partly", _("It helped in part")
    NO = "no", _("It did not help")
