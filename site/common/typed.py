"""A page can change its language without losing what was typed in it, and without keeping it anywhere.

The switch below a form belongs to that form: pressed, it sends everything in it to the page's own address with
`switch_language`. The page is then shown as if it had only been opened, in the other language, with what was typed back
in its fields: nothing is checked, saved or sent on.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import translation
from django.utils.translation import get_supported_language_variant

FIELD = "switch_language"
_typed: ContextVar[QueryDict | None] = ContextVar("typed", default=None)


class SwitchLanguage:
    """Stands behind the check for forged requests: what another site sends in is refused before it is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _typed.set(None)
        try:
            response = self.get_response(request)
            if language := getattr(request, "switched_to", ""):
                _remember(response, language)
            return response
        finally:
            _typed.reset(token)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        # A view without that check takes no form: reading one out of what was sent there would be wrong.
        exempt = any(getattr(each, "csrf_exempt", False) for each in view)
        if request.method != "POST" or exempt or FIELD not in request.POST:
            return
        _typed.set(request.POST)
        request.typed = request.POST  # type: ignore[attr-defined]  # for `sent_fields`
        if language := _known(request.POST[FIELD]):
            translation.activate(language)
            request.LANGUAGE_CODE = language
            request.switched_to = language  # type: ignore[attr-defined]  # read above, on the way out
        request.method = "GET"
        request.POST = QueryDict()
        request.FILES.clear()


def sent_fields(request: HttpRequest) -> QueryDict:
    """What the page was sent with, also when it only changes its language: which story it is about, say."""
    return cast(QueryDict, getattr(request, "typed", request.POST))


def _known(code: str) -> str:
    try:
        return get_supported_language_variant(code)
    except LookupError:
        return ""


def _remember(response: HttpResponse, language: str) -> None:
    """As Django's own switch does."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


class TypedForm(forms.Form):
    """Shows again what was typed before the language changed, but for what is the page's own to say (KEPT_BY_PAGE)."""

    KEPT_BY_PAGE: ClassVar[tuple[str, ...]] = ()
    keeps_typed = True  # the footer's switch then belongs to the page's form, which has id="typed"

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        typed, widget = _typed.get(), field.widget
        own = field_name in self.KEPT_BY_PAGE or widget.needs_multipart_form
        if typed is None or own or not self._was_typed(typed):
            return super().get_initial_for_field(field, field_name)
        return widget.value_from_datadict(typed, {}, self.add_prefix(field_name))

    def _was_typed(self, typed: QueryDict) -> bool:
        """Whether it was this form: a page may have several. An unticked box sends nothing, so one field is enough."""
        return any(self.add_prefix(name) in typed for name in self.fields) or len(self.fields) == 1
