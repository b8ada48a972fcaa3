"""What a person may be, and to what kind of organisation they belong."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    EDITOR = "editor", _("Editor")
    SECOND_READER = "second_reader", _("Second reader")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("Safeguarding lead")
    COORDINATOR = "coordinator", _("Coordinator")
    TRAINER = "trainer", _("Trainer")
    ADMINISTRATOR = "administrator", _("Administrator")


class OrganisationKind(TextChoices):
    GROUP = "group", _("Local group")
    TRAINING = "training", _("Training body")
    HOST = "host", _("Host of this site")
