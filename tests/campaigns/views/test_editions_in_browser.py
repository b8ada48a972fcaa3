"""Reading an edition in a real browser: the passcode by keyboard, the page behind it, and its link on the desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from campaigns.branding import keep_brand
from campaigns.enums import Audience
from campaigns.packs.links import make_link
from stories.enums import Purpose
from tests.campaigns.desk.test_in_browser import look
from tests.campaigns.factories import make_coordinator, make_edition, make_group, make_pack
from tests.campaigns.test_logos import picture
from tests.stories.factories import make_story

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


def test_a_page_for_the_press_in_a_groups_colours_is_readable_by_day_and_by_night(
    page: Any, live_server: Any, axe: Callable[..., None]
) -> None:
    """Its colours come from an address of their own: an inline style would break the page's policy, and this test."""
    stories = [make_story("approved", hide=(), purposes=[Purpose.PRESS]) for _number in range(2)]
    pack = make_pack(stories=stories, audience=Audience.PRESS)
    keep_brand(organisation=pack.campaign.organisation, main="#7a1f3d", ground="#f3e6ea", logo=picture())
    edition = make_edition(pack=pack)
    link = make_link(edition_id=edition.pk, by=None)
    page.goto(f"{live_server.url}/e/{link.token}/")
    page.get_by_label("The passcode").fill(link.passcode)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Before you print or broadcast").wait_for()
    assert page.get_by_role("img", name="The logo of").evaluate("(img) => img.naturalWidth") == 300
    assert teal(page) == "#7a1f3d"
    page.emulate_media(color_scheme="dark")
    assert teal(page) != "#7a1f3d"
    page.emulate_media(color_scheme="dark", media="print")
    assert teal(page) == "#7a1f3d"
    page.emulate_media(media="screen")
    look(page, "edition press branded", axe)


def teal(page: Any) -> str:
    found = page.locator(".pack").evaluate("(pack) => getComputedStyle(pack).getPropertyValue('--teal')")
    return str(found).strip()
