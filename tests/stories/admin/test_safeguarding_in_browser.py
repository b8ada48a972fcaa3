"""Safeguarding in a real browser: raised, guided, decided by keyboard; two leads and one look at an address."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from pages.staff_notes import load_staff_notes
from stories import disclosure, safeguarding
from stories.enums import Stage
from stories.flag_enums import FlagKind
from stories.models import SafeguardingFlag, Story
from tests.services.browser import fits
from tests.stories.factories import at_time, make_story, make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., "Page"]
PICTURES = os.environ.get("HEARD_PICTURES")
NARROW = {"viewport": {"width": 375, "height": 760}}
DARK = {"color_scheme": "dark"}


def keep(page: "Page", name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def test_a_flag_is_raised_guided_and_cleared_by_keyboard(open_as: Open) -> None:
    story, lead = make_story("taken"), make_user(Role.SAFEGUARDING_LEAD)
    page = open_as(story.editor, reverse("stories_admin:story", args=[story.pk]))
    page.get_by_role("link", name="raise a safeguarding flag").click()
    page.get_by_label("A child harmed or at risk").check()
    page.get_by_role("button", name="Raise the flag").click()
    page.get_by_text("waits for a safeguarding lead now").wait_for()
    flag = SafeguardingFlag.objects.get()
    page = open_as(lead, reverse("stories_admin:flag", args=[story.pk, flag.pk]))
    page.get_by_label("Did what had to be done").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("The council knows.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".messages").get_by_text("Did what had to be done").wait_for()
    assert Story.objects.get(pk=story.pk).stage == Stage.ANONYMISING


@pytest.mark.parametrize("window", [DARK, NARROW], ids=["dark", "narrow"])
def test_every_page_passes_axe_and_fits(
    open_as: Open, axe: Callable[..., None], window: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    """Several pages in one test, because each needs the same flag; one window for all of them."""
    load_staff_notes()
    lead, other = (make_user(Role.SAFEGUARDING_LEAD) for _number in range(2))
    story = make_story("taken", reach="teller@elsewhere.example")
    with at_time(timezone.now() - safeguarding.LATER["day"]):
        flag = safeguarding.raise_flag(story_id=story.pk, kind=FlagKind.ONGOING, by=lead, note="On Friday.")
    asked = disclosure.ask_for_contact(flag_id=flag.pk, reason="She named a day.", by=other)
    disclosure.answer_disclosure(disclosure_id=asked.pk, agreed=True, by=lead)
    of_flag = {"story_id": story.pk, "flag_id": flag.pk}
    page = open_as(other, reverse("stories_admin:flags"), **window)

    def look(name: str) -> None:
        keep(page, f"safe-{request.node.callspec.id}-{name}")
        axe(page)
        assert fits(page), name

    look("desk")
    origin = page.url.split("/admin")[0]
    for name, address in {
        "raise_flag": reverse("stories_admin:raise_flag", args=[story.pk]),
        "flag_notes": reverse("stories_admin:flag_notes", kwargs=of_flag),
        "flag": reverse("stories_admin:flag", kwargs=of_flag),
    }.items():
        page.goto(origin + address)
        look(name)
    page.get_by_role("button", name="Show it to me now").click()
    page.get_by_text("teller@elsewhere.example").wait_for()
    look("shown")
