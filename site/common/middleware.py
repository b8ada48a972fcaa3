"""Headers every answer carries."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

OFF = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
    "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi",
    "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
RECORDERS = ("camera", "microphone")
RECORDING = ("/tell/record/",)
ADMIN = "/admin/"
# Pages about one person, or reached by something only that person has: kept by no cache and found by no search engine.
PRIVATE = ("/tell/", "/uploads/", "/return/", "/me/", "/account/", ADMIN, "/e/")
# Wagtail's icons and translations: the same for everybody, and fetched with every page of the admin.
FURNITURE = ("/admin/sprite/", "/admin/jsi18n/")
TEXT = ("text/", "application/atom+xml", "application/xml", "application/json")
UNLISTED = (*PRIVATE, "/verify/", "/language/", "/styleguide/")


def permissions_policy(*, recording: bool) -> str:
    """Everything off; camera and microphone for ourselves alone where a teller may record."""
    allowed = RECORDERS if recording else ()
    return ", ".join(f"{feature}=({'self' if feature in allowed else ''})" for feature in OFF)


PERMISSIONS = permissions_policy(recording=False)
PERMISSIONS_RECORDING = permissions_policy(recording=True)


class PrivacyHeaders:
    """Private by default; a view that sets a header itself keeps its own.

    The referrer is `same-origin` everywhere, tellers' pages included: with `no-referrer` a browser sends
    `Origin: null` with every form, which Django's CSRF check must refuse. No other site is ever told an address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        mark_privacy(request.path, response)
        if request.path.startswith(ADMIN):
            # django-csp's own place for a policy that takes the place of the site's.
            response._csp_config = settings.ADMIN_CSP  # type: ignore[attr-defined]
        return response


class CompressText(GZipMiddleware):
    """Pages, not media: a compressed range of a recording would be no range of it any more."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith(TEXT):
            return response
        return super().process_response(request, response)


class Utf8Only:
    """Every page here is in UTF-8, so every form that comes from one is.

    Another charset (a sender may name any that Python knows) brings in letters that cannot be written down again, and
    every page or row they end up on would fail.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.strip("\"' ").lower() not in ("utf-8", "utf8", ""):
            # Already read with it, perhaps: from here on nobody does.
            request.encoding = "utf-8"
            return render(request, "errors/400.html", status=400)
        return self.get_response(request)


def mark_privacy(path: str, response: HttpResponseBase) -> None:
    headers = response.headers
    recording = path.startswith(RECORDING)
    headers.setdefault("Permissions-Policy", PERMISSIONS_RECORDING if recording else PERMISSIONS)
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if path.startswith(UNLISTED):
        headers.setdefault("X-Robots-Tag", "noindex, nofollow, noarchive")
    if path.startswith(PRIVATE) and not path.startswith(FURNITURE):
        headers["Cache-Control"] = "no-store, private"
    elif headers.get("Content-Type", "").startswith("text/html"):
        # A story taken back must not stay readable in somebody's cache: ask again each time.
        headers.setdefault("Cache-Control", "no-cache, private")
