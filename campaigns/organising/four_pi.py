"""The 4Pi frame (principles, purpose, presence, process, impact) as questions a group asks itself. Our own words."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class HowFar(TextChoices):
    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NOT_YET = "not_yet", _("Not yet")


@dataclass(frozen=True)
class Principle:
    """`questions` by names that never change: answers are kept under them."""

    name: Promise
    means: Promise
    questions: dict[str, Promise]


FOUR_PI = (
    Principle(
        _("Principles"),
        _("How we treat each other, and why."),
        {
            "respect": _("Do we have a few rules on how we treat each other, written by all of us?"),
            "power": _("Can somebody new disagree with somebody who has been here for years?"),
            "tellers_first": _("Does a teller’s own wish come before what would help the campaign?"),
        },
    ),
    Principle(
        _("Purpose"),
        _("What this is for, and what can change."),
        {
            "why": _("Could everybody in the group say in one sentence what we want to change?"),
            "limits": _("Do we tell people before they join in what we cannot promise them?"),
        },
    ),
    Principle(
        _("Presence"),
        _("Who is there, and who is not."),
        {
            "lived": _("Are people who were themselves held, secluded or forced in every decision?"),
            "missing": _(
                "Do we know which communities of our wards are not among us, and have we asked them why?"
            ),
            "paid_work": _("When the trust sets up a group, do we sit in it as members and not as guests?"),
        },
    ),
    Principle(
        _("Process"),
        _("How people take part, and what it costs them."),
        {
            "access": _("Are time, place, language and papers such that everybody can take part?"),
            "support": _(
                "Is somebody there for people before and after they tell, and is that person supported too?"
            ),
            "money": _("Are travel and time paid, said before, with advice about benefits?"),
        },
    ),
    Principle(
        _("Impact"),
        _("What changed, and who was told."),
        {
            "written": _("Do we write down what changed because of people’s stories, and what did not?"),
            "told": _("Has everybody who told us something heard what became of it?"),
            "cost": _("Do we ask what it did to those who took part, and change how we work because of it?"),
        },
    ),
)
NAMES = tuple(name for principle in FOUR_PI for name in principle.questions)
