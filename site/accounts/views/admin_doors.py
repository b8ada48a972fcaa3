"""Wagtail's own ways in, closed: they take a password and know nothing of second factors."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache


@never_cache
def sign_in(request: HttpRequest, **_parts: str) -> HttpResponseBase:
    """To allauth, keeping where they were going; whatever was posted is not looked at.

    Somebody signed in who comes here was turned away by Wagtail: sending them to sign in again would only
    send them back, for ever.
    """
    if request.user.is_authenticated:
        raise PermissionDenied
    target = request.GET.get("next")
    return HttpResponseRedirect(reverse("account_login", query={"next": target} if target else None))


@never_cache
def reset_password(request: HttpRequest, **_parts: str) -> HttpResponseBase:
    return redirect("account_reset_password")
