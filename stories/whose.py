"""Whose story it is, when somebody else tells it: a living person tells their own, or has agreed to its being told.

Nobody agrees in the place of a person who cannot decide about it now: that story waits for them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.enums import ToldBy


class Agreement(models.TextChoices):
    """What somebody says who wants to tell another person's story."""

    AGREED = "agreed", _("They know I am telling it, and they want me to")
    DIED = "died", _("They have died")
    NOT_ASKED = "not_asked", _("I have not asked them yet")
    CANNOT_DECIDE = "cannot_decide", _("They are not able to decide about this now")


class MustWait(Exception):
    """It is not ours to take yet: the person it happened to has not said yes, or cannot say it now."""


def told_by(*, agreement: Agreement) -> ToldBy:
    """Who tells it, as the story keeps it. Raises MustWait."""
    if agreement == Agreement.AGREED:
        return ToldBy.AGREED
    if agreement == Agreement.DIED:
        return ToldBy.DIED
    raise MustWait(agreement.value)
