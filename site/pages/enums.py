from django.db import models
from django.utils.translation import gettext_lazy as _


class LineKind(models.TextChoices):
    """What a line is for, most urgent first: lists are shown in this order."""

    EMERGENCY = "emergency", _("Emergency")
    CRISIS = "crisis", _("Help in a crisis")
    LISTENING = "listening", _("Somebody to listen")
    INFORMATION = "information", _("Information")
    ADVICE = "advice", _("Advice")
    ADVOCACY = "advocacy", _("An advocate beside you")
    SPECIALIST = "specialist", _("For particular situations")
    LEGAL = "legal", _("The law")
    REGULATOR = "regulator", _("Regulators")
    OMBUDSMAN = "ombudsman", _("Ombudsmen")
    ORGANISATION = "organisation", _("Organisations")

    @property
    def urgency(self) -> int:
        return list(LineKind).index(self)


class Checked(models.TextChoices):
    """How far a line's details have been checked."""

    OWN = "own", _("Not checked")
    SEED = "seed", _("Seen in the report this site began from")
    SEARCH = "search", _("Looked up on the web")
    HERE = "here", _("Checked by somebody here")


class Nation(models.TextChoices):
    ENGLAND = "England", _("England")
    WALES = "Wales", _("Wales")
    SCOTLAND = "Scotland", _("Scotland")
    NORTHERN_IRELAND = "Northern Ireland", _("Northern Ireland")


EVERYWHERE = "UK"
