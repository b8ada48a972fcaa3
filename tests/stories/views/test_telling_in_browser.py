"""The first page, the questions, a short stay and the pages about oneself, in a real browser, on a phone and at a desk.

HEARD_PICTURES=folder keeps a picture of each.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from common.ward import WEATHER
from pages.support import load_support_lines
from stories.tellers import SESSION_KEY
from tests.services.browser import fits
from tests.stories.factories import make_story, make_teller, make_themes, make_trust
from tests.stories.views.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]

LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (375, 1280)]


def look_hard(page: Any, axe: Callable[..., None]) -> None:
    """On a phone and at a desk, by day and by night."""
    page.wait_for_load_state()
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        if folder := os.environ.get("HEARD_PICTURES"):
            name = page.url.split("/", 3)[3].strip("/").replace("/", "-").split("?")[0] or "home"
            page.screenshot(path=Path(folder) / f"{name} {scheme} {width}.png", full_page=True)
        axe(page)
        assert fits(page), (page.url, width)


def cookie_of(visitor: Visitor, address: str) -> dict[str, str]:
    return {"name": "session", "value": visitor.client.cookies["session"].value, "url": address}


def test_the_pages_before_and_while_telling(
    live_server: Any, new_context: Callable[..., Any], axe: Callable[..., None]
) -> None:
    make_trust()
    make_themes()
    load_support_lines()
    visitor = Visitor().open("/tell/").press("Start telling", whose="helped")
    visitor.open("/tell/questions/before/").press("Save", text="It was raining.")
    page = new_context().new_page()
    page.context.add_cookies([cookie_of(visitor, live_server.url)])
    for path in ("", "whose/", "words/", "questions/", "questions/before/", "later/", "check/", "left/"):
        page.goto(f"{live_server.url}/tell/{path}")
        look_hard(page, axe)
    page.goto(f"{live_server.url}/tell/whose/")
    page.get_by_role("button", name="Go on").click()
    assert page.get_by_role("alert").is_visible()
    look_hard(page, axe)
    page.get_by_label("I have not asked them yet").check()
    page.get_by_role("button", name="Go on").click()
    look_hard(page, axe)


def test_the_pages_about_oneself(
    live_server: Any, new_context: Callable[..., Any], axe: Callable[..., None]
) -> None:
    teller, _ = make_teller()
    make_story("sent", teller=teller)
    visitor = Visitor()
    session = visitor.client.session
    session[SESSION_KEY] = str(teller.pk)
    session.save()
    page = new_context().new_page()
    page.context.add_cookies([cookie_of(visitor, live_server.url)])
    for path in ("disability/", "ethnic-group/"):
        page.goto(f"{live_server.url}/tell/about-you/{path}")
        look_hard(page, axe)
    page.get_by_label("What is your ethnic group?").select_option("not-stated")
    page.get_by_role("button", name="Save and see all questions").click()
    assert page.get_by_text("You answered this").count() == 1
    look_hard(page, axe)


def test_a_short_stay_on_a_phone(live_server: Any, browser: Any, axe: Callable[..., None]) -> None:
    """From the first page to leaving in a hurry, without a word in the tab, and with nothing behind Back."""
    load_support_lines()
    context = browser.new_context(viewport={"width": 375, "height": 760}, locale="en-GB")
    gone = []

    def stand_in_for_the_weather(route: Any) -> None:
        """A redirect cannot be stood in for, so what leads there is asked for here, and its answer followed by us."""
        answer = route.fetch(max_redirects=0)
        gone.append(answer.headers["location"])
        route.fulfill(status=200, headers=answer.headers, body="Rain later.")

    context.route("**/tell/exit/", stand_in_for_the_weather)
    page = context.new_page()
    page.goto(f"{live_server.url}/tell/")
    page.get_by_role("link", name="I am on a ward now").click()
    page.get_by_role("link", name="Wales").click()
    page.get_by_role("button", name="Make it a short stay").click()
    assert page.title() == "Page"
    look_hard(page, axe)
    page.set_viewport_size({"width": 375, "height": 760})
    page.get_by_role("link", name="Go on").first.click()
    page.get_by_role("button", name="Start telling").click()
    page.get_by_label("Tell it in your own words").fill("qzxward")
    page.get_by_role("button", name="Save and go on").click()
    page.goto(f"{live_server.url}/tell/words/")
    assert page.get_by_text("Short stay").is_visible()
    look_hard(page, axe)
    assert {cookie["expires"] for cookie in context.cookies()} == {-1}
    for _ in range(3):
        page.keyboard.press("Shift")
    page.get_by_text("Rain later").wait_for()
    assert gone == [WEATHER]
    assert context.cookies(live_server.url) == []
    page.go_back()
    page.wait_for_load_state()
    assert "qzxward" not in page.content()
    context.close()
