"""What somebody may do next, by role. Higher apps offer their pages by name; one that is not there is not shown.

home.offer(roles=[Role.EDITOR], url_name="desk:queue", title=_("Stories waiting"), words=_("…"), order=10)
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role


@dataclass(frozen=True)
class Offer:
    roles: frozenset[Role]
    url_name: str
    title: str | Promise
    words: str | Promise
    order: int


@dataclass(frozen=True)
class Door:
    """One link on the page, in the reader's language."""

    url: str
    title: str
    words: str


_offers: dict[str, Offer] = {}


def offer(
    *, roles: Iterable[Role], url_name: str, title: str | Promise, words: str | Promise, order: int = 50
) -> None:
    """Put a link on the home page of ROLES, in an app's `ready()`. Once per url_name: the last one counts."""
    _offers[url_name] = Offer(frozenset(roles), url_name, title, words, order)


def doors_for(roles: frozenset[Role]) -> list[Door]:
    """In order; those whose page does not exist in this installation are left out."""
    doors = []
    for one in sorted(_offers.values(), key=lambda one: one.order):
        if roles.isdisjoint(one.roles):
            continue
        try:
            url = reverse(one.url_name)
        except NoReverseMatch:
            continue
        doors.append(Door(url=url, title=str(one.title), words=str(one.words)))
    return doors


def _offer_what_is_known() -> None:
    """Higher apps' pages are named and not imported: one that is missing is left out when the page is shown."""
    handles_stories = [Role.EDITOR, Role.SECOND_READER, Role.SAFEGUARDING_LEAD]
    offer(
        roles=handles_stories,
        url_name="stories_admin:queue",
        title=_("Stories waiting"),
        words=_("What came in, what waits for a second reading, and what its teller answered."),
        order=10,
    )
    offer(
        roles=[Role.SAFEGUARDING_LEAD],
        url_name="stories_admin:flags",
        title=_("Safeguarding"),
        words=_("Where somebody may be in danger, and until when somebody must have looked."),
        order=5,
    )
    offer(
        roles=[Role.COORDINATOR],
        url_name="packs:home",
        title=_("Campaigns and packs"),
        words=_("Your group’s campaigns, what you were promised, and the packs you take to a trust."),
        order=20,
    )
    offer(
        roles=[Role.TRAINER],
        url_name="training:home",
        title=_("Training"),
        words=_("Clips that tellers agreed to for teaching staff, and the reels you make of them."),
        order=21,
    )
    offer(
        roles=[Role.ADMINISTRATOR],
        url_name="wagtailusers_users:index",
        title=_("People"),
        words=_("Invite somebody, give or take a role, let somebody go."),
        order=30,
    )
    offer(
        roles=[Role.ADMINISTRATOR],
        url_name="organisations:index",
        title=_("Organisations"),
        words=_("The groups and training bodies that people here belong to."),
        order=31,
    )
    offer(
        roles=[Role.ADMINISTRATOR],
        url_name="stories_admin:wordings",
        title=_("Consent wording"),
        words=_("The questions tellers are asked, version by version. What was in force stays as it was."),
        order=32,
    )
    offer(
        roles=[*handles_stories, Role.ADMINISTRATOR],
        url_name="jobs:index",
        title=_("Background work"),
        words=_("What is being written down, made safe or laid out right now, and what failed."),
        order=70,
    )
    offer(
        roles=Role,
        url_name="wagtailadmin_home",
        title=_("The desk"),
        words=_("Everything you work on here, with its menu."),
        order=90,
    )


_offer_what_is_known()
