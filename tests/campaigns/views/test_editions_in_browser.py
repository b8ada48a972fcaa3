"""Reading an edition in a real browser: the passcode by keyboard, the page behind it, and its link on the desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from campaigns.packs.links import make_link
from tests.campaigns.desk.test_in_browser import look
from tests.campaigns.factories import make_coordinator, make_edition, make_group

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]


def test_a_reader_comes_in_by_link_and_passcode_with_the_keyboard(
    page: Any, live_server: Any, axe: Callable[..., None]
) -> None:
    edition = make_edition(stories=2)
    link = make_link(edition_id=edition.pk, by=None)
    page.goto(f"{live_server.url}/e/{link.token}/")
    assert "night" not in page.inner_text("main")
    look(page, "edition passcode", axe)
    page.get_by_label("The passcode").focus()
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    page.get_by_text("That is not the passcode of this link.").wait_for()
    look(page, "edition passcode wrong", axe)
    page.get_by_label("The passcode").fill(link.passcode.lower())
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Download this pack as a PDF").wait_for()
    look(page, "edition page", axe)


def test_a_coordinator_makes_a_link_until_a_day(
    open_as: Callable[..., Any], axe: Callable[..., None]
) -> None:
    coordinator = make_coordinator(make_group())
    edition = make_edition(stories=1)
    page = open_as(coordinator, reverse("packs:edition", args=[edition.pk]))
    page.get_by_role("button", name="Make a secret link").click()
    page.locator("code.passcode").wait_for()
    look(page, "desk edition", axe)
