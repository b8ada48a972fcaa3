"""What every template may use."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common import ward

NAVIGATION: tuple[tuple[str, Promise], ...] = (
    ("/stories/", _("Stories")),
    ("/themes/", _("Themes")),
    ("/rules/", _("What the rules say")),
    ("/campaigns/", _("Campaigns")),
    ("/trusts/", _("Trusts")),
    ("/tell/", _("Share your story")),
    ("/return/", _("Return")),
)
STRONG = "/tell/"
FOOTER: tuple[tuple[str, Promise], ...] = (
    ("/what-happens-to-a-story/", _("What happens to a story")),
    ("/privacy/", _("Your privacy")),
    ("/accessibility/", _("Using this site")),
    ("/support/", _("Support")),
    ("/me/", _("For editors and groups")),
)


@dataclass(frozen=True)
class Link:
    href: str
    label: Promise
    current: bool
    strong: bool = False


def links(rows: Iterable[tuple[str, Promise]], path: str) -> list[Link]:
    return [Link(href, label, path.startswith(href), href == STRONG) for href, label in rows]


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "site_name": settings.SITE_NAME,
        "development": settings.DEVELOPMENT,
        "second_factor_skipped": settings.DEVELOPMENT and not settings.SECOND_FACTOR_REQUIRED,
        "ward": ward.is_on(request),
        "ward_minutes": settings.WARD_MINUTES,
        "exit_address": "/tell/exit/" if ward.is_on(request) else ward.WEATHER,
        "navigation": links(NAVIGATION, request.path),
        "footer_links": links(FOOTER, request.path),
    }
