"""Ward mode: for somebody who tells from a ward, on a device that others use.

While it is on, a session ends after a short quiet time and with the browser, no page is kept, and no tab says what it
shows. One cookie carries it, which ends with the browser too, so that it holds on every page without a session.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

COOKIE = "quiet"  # says nothing to whoever reads the list of cookies
ON = "on"
WEATHER = "https://www.bbc.co.uk/weather"
TELLERS = ("/tell/", "/return/", "/uploads/")  # while somebody records, their page asks for nothing else
CLEAR = '"cache", "cookies", "storage"'


def is_on(request: HttpRequest) -> bool:
    return bool(request.COOKIES.get(COOKIE))


def chosen(request: HttpRequest) -> str:
    """What was chosen with it (a nation's slug), as it came from the device: check it before use."""
    return request.COOKIES.get(COOKIE, "")


def turn_on(response: HttpResponse, *, choice: str = "") -> None:
    """Until the browser ends, or somebody turns it off."""
    response.set_cookie(
        COOKIE, choice or ON, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def turn_off(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")


def wipe(response: HttpResponse) -> None:
    """Ask the browser to forget all it holds of us, and say it cookie by cookie to those that do not know how."""
    response.headers["Clear-Site-Data"] = CLEAR
    for name in (COOKIE, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME):
        response.delete_cookie(name)


class KeepNothing:
    """Outside the session's own middleware: no cookie outlives the browser, no page stays in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_on(request) or COOKIE in response.cookies:
            for cookie in response.cookies.values():
                if cookie["max-age"] != 0:  # 0 deletes it
                    cookie["max-age"] = cookie["expires"] = ""
            if response.headers.get("Content-Type", "").startswith("text/html"):
                response.headers["Cache-Control"] = "no-store, private"
        return response


class ShortSession:
    """Inside the session's own middleware: each teller's page starts the short quiet time again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        on = is_on(request) and COOKIE not in response.cookies  # there, it is just being turned off
        if on and request.path.startswith(TELLERS) and not request.session.is_empty():
            request.session.set_expiry(settings.WARD_MINUTES * 60)
        return response
