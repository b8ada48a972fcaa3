"""What must hold before the site may start."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security)
def second_factor(**_kwargs: Any) -> list[Error]:
    if settings.SECOND_FACTOR_REQUIRED or settings.DEVELOPMENT:
        return []
    return [
        Error(
            "SECOND_FACTOR_REQUIRED is off: people who see what tellers sent could sign in with a password alone.",
            hint="Only development may turn it off. Remove the setting.",
            id="accounts.E001",
        )
    ]


@register(Tags.security)
def sign_in_door(**_kwargs: Any) -> list[Error]:
    if (
        settings.WAGTAILADMIN_LOGIN_URL == "accounts:admin_login"
        and not settings.WAGTAILUSERS_PASSWORD_ENABLED
    ):
        return []
    return [
        Error(
            "Wagtail's own sign-in is open, or its user form sets passwords: both walk round the second factor.",
            hint='Set WAGTAILADMIN_LOGIN_URL = "accounts:admin_login" and WAGTAILUSERS_PASSWORD_ENABLED = False.',
            id="accounts.E002",
        )
    ]
