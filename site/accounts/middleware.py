"""A second factor before anything sealed. allauth has no such setting."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import ResolverMatch

from accounts.second_factor import has_second_factor, needs_second_factor, session_proved

ADMIN = "/admin/"
# What somebody may open who has a role and no second factor yet: setting one up, leaving, and telling or
# taking back a story of their own. Names, not paths: a page that moves stays open, a new one starts closed.
OPEN_NAMESPACES = frozenset({"tell", "back", "pages"})
OPEN_NAMES = frozenset({"healthz", "readyz", "teller_media", "teller_captions", "wagtailadmin_logout"})
SET_UP = ("account_", "mfa_")
# What somebody may open who has a factor and has not used it in this session: nothing that could remove it.
PROVE = frozenset({"account_logout", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"})


class RequireSecondFactor:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponseBase | None:
        """Runs once the address is resolved and before its view: nothing has been loaded yet."""
        match = request.resolver_match
        if not settings.SECOND_FACTOR_REQUIRED or match is None or _is_open(match):
            return None
        # Without the cookie nobody is signed in; asking anyway would mark every public page as depending on it.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if session_proved(request) or not _concerns(request):
            return None
        return _ask(request, name=match.url_name or "")


def _is_open(match: ResolverMatch) -> bool:
    return match.url_name in OPEN_NAMES or not OPEN_NAMESPACES.isdisjoint(match.namespaces)


def _concerns(request: HttpRequest) -> bool:
    if not request.user.is_authenticated:
        return False
    return request.path.startswith(ADMIN) or needs_second_factor(request.user)


def _ask(request: HttpRequest, *, name: str) -> HttpResponseBase | None:
    if has_second_factor(request.user):
        return None if name in PROVE else redirect_to_login(request.get_full_path(), "mfa_reauthenticate")
    return None if name.startswith(SET_UP) else redirect("mfa_index")
