"""On every page of a teller, and where one goes astray: somebody to talk to, a way to leave, and a gentle end."""

import datetime as dt

import pytest
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django.fixtures import Settings

from common import errors
from common.given_back import NOT_TYPED, typed_in
from tests.stories.views.visitor import Visitor, tell_story

pytestmark = pytest.mark.django_db

PAGES = (
    "",
    "ward/",
    "whose/",
    "words/",
    "questions/",
    "questions/felt/",
    "recording/",
    "where/",
    "agree/",
    "later/",
)


def cares(page: HttpResponse) -> bool:
    body = page.content.decode()
    return "Exit this page" in body and "tel:999" in body and "116123" in body


@pytest.mark.parametrize("page", [*PAGES, "check/", "receipt/", "left/", "about-you/"])
def test_every_page_has_both(visitor: Visitor, page: str) -> None:
    if page in ("receipt/", "about-you/"):
        tell_story(visitor)
    else:
        visitor.open("/tell/").press("Start telling")
    visitor.open(f"/tell/{page}")
    assert (visitor.status, visitor.path) == (200, f"/tell/{page}")
    assert cares(visitor.page)


def test_pages_that_went_astray_have_both(rf: RequestFactory) -> None:
    client = Client(enforce_csrf_checks=True)
    request = rf.get("/tell/")
    found = {
        404: client.get("/tell/nothing/"),
        403: client.post("/tell/words/", {"text": "x"}),
        409: Client().post("/tell/words/", {"text": "x"}),
        429: render(request, "429.html", status=429),
        400: errors.bad_request(request, Exception()),
        500: errors.server_error(request),
    }
    for status, page in found.items():
        assert page.status_code == status
        assert cares(page), status


def test_a_lost_form_cookie_gives_back_what_was_typed_but_not_what_another_site_sent() -> None:
    client = Client(enforce_csrf_checks=True)
    for origin, shown in (("http://testserver", True), ("https://elsewhere.example", False), (None, False)):
        headers = {"origin": origin} if origin else {}
        page = client.post("/tell/words/", {"text": "qzxtyped <b>"}, headers=headers)
        assert page.status_code == 403
        assert ("qzxtyped &lt;b&gt;" in page.content.decode()) is shown, origin


def test_whatever_is_typed_is_given_back_and_what_was_chosen_is_not(rf: RequestFactory) -> None:
    fields = {"text": " One. ", "a_field_of_tomorrow": "Two.", "trust": "ZZT", "csrfmiddlewaretoken": "x"}
    assert typed_in(rf.post("/tell/", fields)) == "One.\n\nTwo."
    assert typed_in(rf.post("/tell/", dict.fromkeys(NOT_TYPED, "x"))) == ""


def test_an_end_that_says_what_comes_next_and_from_which_day_on(visitor: Visitor, settings: Settings) -> None:
    settings.COOLING_OFF_DAYS = 14
    tell_story(visitor)
    day = date_format(timezone.localdate() + dt.timedelta(days=14), "j F Y")
    assert f"Until {day} nothing can go out at all" in visitor.text
    for page in (visitor.text, visitor.open("/tell/left/").text):
        assert "Put both feet on the floor" in page


def test_a_receipt_looked_at_before_sending_does_not_say_that_it_was_sent(visitor: Visitor) -> None:
    visitor.open("/tell/").press("Start telling").open("/tell/receipt/")
    assert "What happens next" not in visitor.text
    assert "Tell us about you" not in visitor.text
