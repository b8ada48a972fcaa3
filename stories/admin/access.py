"""The door of every editors' page: the role first, then the page, and nothing of it kept by a browser."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from accounts.enums import Role
from accounts.permissions import role_required
from common.errors import forbidden

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_roles(*roles: Role) -> Callable[[View[P]], View[P]]:
    """As `role_required`, and a wrong role is answered with 403: Wagtail would turn it into a redirect."""

    def decorate(view: View[P]) -> View[P]:
        guarded = role_required(*roles)(view)

        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            response: HttpResponseBase
            try:
                response = guarded(request, *args, **kwargs)
            except PermissionDenied as refusal:
                response = forbidden(request, refusal)
            response.headers["Cache-Control"] = "no-store, private"
            return response

        return answer

    return decorate
