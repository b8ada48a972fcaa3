"""The questions to people who knew a ward. Our own words; the same each time, so that rounds can be compared."""

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _

# By a name that never changes: answers are kept under it.
QUESTIONS = {
    "talk": _("Staff talk with people before they use force."),
    "ends": _("When somebody is held or kept apart, it ends as soon as it can."),
    "told": _("People are told what will happen next, and when."),
    "after": _("Afterwards, somebody talks with the person about what happened."),
    "choice": _("There is somewhere calm that people can choose to go to."),
    "listen": _("Staff listen when somebody says what helps them."),
    "advocate": _("People can reach an advocate, or somebody else on their side."),
    "safe": _("The ward feels safe."),
}


class Choice(IntegerChoices):
    NEVER = 1, _("Never")
    SELDOM = 2, _("Seldom")
    SOMETIMES = 3, _("Sometimes")
    OFTEN = 4, _("Often")
    ALWAYS = 5, _("Always")
    UNKNOWN = 0, _("I do not know")


SCALE = [choice for choice in Choice if choice != Choice.UNKNOWN]
GOOD = (Choice.OFTEN, Choice.ALWAYS)
