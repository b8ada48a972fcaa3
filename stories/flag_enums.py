"""The fixed vocabularies of safeguarding: for people who work here, so in English alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FlagKind(models.TextChoices):
    """What somebody, or a phrase, made us worry about. The values are in the audit log, so they are codes."""

    SELF = "self", _("Risk to themselves")
    CHILD = "child", _("A child harmed or at risk")
    ADULT = "adult", _("An adult who needs care, harmed or neglected")
    OTHERS = "others", _("Risk to others")
    ONGOING = "ongoing", _("Abuse that goes on, or somebody named who is still in post")
    CRIME = "crime", _("A crime")
    DEATH = "death", _("A death or a serious injury")
    OTHER = "other", _("Something else")


class FlagState(models.TextChoices):
    OPEN = "open", _("Open")
    CLEARED = "cleared", _("Cleared")


class SafeguardingStep(models.TextChoices):
    """What a safeguarding lead did or decided. Codes, for the audit log; anything more is in a sealed note."""

    TAKEN = "taken", _("Took it over")
    NOTED = "noted", _("Wrote a note")
    LATER = "later", _("Set another time to look again")
    TALKED = "talked", _("Talked with the teller")
    CHILDREN = "children", _("Told children’s services")
    COUNCIL = "council", _("Told the council’s adult safeguarding")
    POLICE = "police", _("Told the police or an ambulance")
    REGULATOR = "regulator", _("Told a regulator or the provider’s safeguarding lead")
    ADVICE = "advice", _("Took advice")
    NO_DANGER = "no_danger", _("Found that nobody is in danger now")
    KNOWN = "known", _("Found that those who protect know already")
    DONE = "done", _("Did what had to be done")


# With one of these a flag is cleared.
CLEARING = (SafeguardingStep.NO_DANGER, SafeguardingStep.KNOWN, SafeguardingStep.DONE)


class DisclosureState(models.TextChoices):
    """Of a wish to see how a teller may be reached: two safeguarding leads, one after the other."""

    ASKED = "asked", _("Waits for a second person")
    AGREED = "agreed", _("Agreed: may be shown once")
    REFUSED = "refused", _("Refused")
    SHOWN = "shown", _("Shown")
