"""A page that changes its language keeps what was typed, and does nothing with it."""

from collections.abc import Iterator

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.utils import translation

from common.typed import SwitchLanguage, TypedForm

DONE: list[str] = []


class Letter(TypedForm):
    KEPT_BY_PAGE = ("seen",)
    words = forms.CharField(required=False)
    agreed = forms.BooleanField(required=False, initial=True)
    way = forms.MultipleChoiceField(required=False, choices=[("a", "A"), ("b", "B"), ("c", "C")])
    seen = forms.CharField(widget=forms.HiddenInput, initial="the page's own")
    file = forms.FileField(required=False)


def page(request: HttpRequest) -> HttpResponse:
    form = Letter(request.POST or None)
    if request.method == "POST" and form.is_valid():
        DONE.append(form.cleaned_data["words"])
    return HttpResponse(f"{translation.get_language()} {form.as_p()}")


urlpatterns = [path("letter/", page)]


@pytest.fixture(autouse=True)
def here() -> Iterator[None]:
    DONE.clear()
    with override_settings(ROOT_URLCONF=__name__), translation.override("en-gb"):
        yield


def test_what_was_typed_is_shown_in_the_other_language_and_nothing_is_done() -> None:
    sent = {"words": "Not <b>yet</b>", "way": ["a", "c"], "seen": "forged", "switch_language": "cy"}
    answer = Client().post("/letter/", sent)
    assert answer.text.startswith("cy ")
    assert 'value="Not &lt;b&gt;yet&lt;/b&gt;"' in answer.text
    assert answer.text.count("selected") == 2
    assert "checked" not in answer.text  # they took the tick out
    assert "forged" not in answer.text
    assert answer.cookies["django_language"].value == "cy"
    assert DONE == []


def test_the_next_page_is_in_that_language_and_remembers_nothing_typed() -> None:
    client = Client()
    client.post("/letter/", {"words": "Not yet", "switch_language": "cy"})
    answer = client.get("/letter/")
    assert answer.text.startswith("cy ")
    assert "Not yet" not in answer.text
    assert "checked" in answer.text


def test_a_language_that_is_not_here_changes_nothing_and_loses_nothing() -> None:
    answer = Client().post("/letter/", {"words": "Not yet", "switch_language": "../xx"})
    assert answer.text.startswith("en-gb ")
    assert "Not yet" in answer.text
    assert "django_language" not in answer.cookies


def test_without_the_switch_it_is_sent_as_ever() -> None:
    Client().post("/letter/", {"words": "Now", "seen": "x"})
    assert DONE == ["Now"]


def test_another_site_cannot_put_words_on_the_page() -> None:
    sent = {"words": "Forged", "switch_language": "cy"}
    with override_settings(CSRF_FAILURE_VIEW="django.views.csrf.csrf_failure"):
        answer = Client(enforce_csrf_checks=True).post("/letter/", sent)
    assert answer.status_code == 403
    assert "Forged" not in answer.text


def test_it_stands_behind_the_check_for_forged_requests(settings: object) -> None:
    order = settings.MIDDLEWARE  # type: ignore[attr-defined]
    check = f"{CsrfViewMiddleware.__module__}.{CsrfViewMiddleware.__name__}"
    assert order.index(check) < order.index("common.typed.SwitchLanguage")


def test_one_request_knows_nothing_of_another() -> None:
    first = RequestFactory().post("/letter/", {"words": "Mine", "switch_language": "cy"})
    switch = SwitchLanguage(page)
    switch.process_view(first)
    answer = switch(RequestFactory().get("/letter/"))
    assert "Mine" not in answer.text
