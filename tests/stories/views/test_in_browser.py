"""Every page a teller or a reader meets, in a real browser: no violation of WCAG 2.2 AA, nothing wider than a phone.

HEARD_PICTURES=folder keeps a picture of each.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from common.jobs.run_now import drain
from stories.models import Story
from tests.services.browser import fits
from tests.stories.factories import (
    STEPS,
    Wish,
    make_story,
    make_submission,
    make_teller,
    make_themes,
    make_trust,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]

LOOKS = {"dark phone": ("dark", 375, 760), "light desk": ("light", 1280, 900)}
WORDS = "They held my arms. Nobody told me why.\n\nAfterwards somebody brought me tea."


class Walk:
    """Goes from page to page and looks hard at each."""

    def __init__(self, page: Any, address: str, axe: Callable[..., None], look: str) -> None:
        self.page, self.address, self.axe, self.look, self.seen = page, address, axe, look, 0

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.check()

    def press(self, label: str) -> None:
        self.page.get_by_role("button", name=label).click()
        self.check()

    def check(self) -> None:
        self.page.wait_for_load_state()
        self.seen += 1
        if folder := os.environ.get("HEARD_PICTURES"):
            name = self.page.url.removeprefix(self.address).strip("/").replace("/", "-")[:40] or "home"
            path = Path(folder) / f"{self.look} {self.seen:02} {name}.png"
            self.page.screenshot(path=path, full_page=True)
        self.axe(self.page)
        assert fits(self.page), self.page.url


@pytest.fixture(params=LOOKS)
def walk(
    request: pytest.FixtureRequest,
    live_server: Any,
    new_context: Callable[..., Any],
    axe: Callable[..., None],
) -> Walk:
    make_trust(name="Testmoor and the Very Long Valley of the River NHS Foundation Trust")
    make_themes()
    scheme, width, height = LOOKS[request.param]
    context = new_context(color_scheme=scheme, viewport={"width": width, "height": height})
    return Walk(context.new_page(), live_server.url, axe, request.param)


def test_telling(walk: Walk) -> None:
    walk.open("/tell/")
    walk.press("Start telling")
    walk.page.get_by_label("Tell it in your own words").fill(WORDS)
    walk.press("Save and go on")
    walk.open("/tell/where/")
    walk.page.get_by_label("Which year was it?").fill("last year")
    walk.press("Save and go on")
    assert walk.page.get_by_role("alert").is_visible()
    walk.page.get_by_label("Which year was it?").fill("2019")
    walk.page.get_by_label("Which trust").select_option("ZZT")
    walk.press("Save and go on")
    walk.press("Ask me about the first use")
    walk.page.get_by_label("I am 18 or over").check()
    walk.press("Ask me about the first use")
    for purpose in ("named_pack", "website"):
        walk.open(f"/tell/agree/{purpose}/")
    walk.page.get_by_role("radio", name="Yes").check()
    walk.press("Save my answer")
    walk.open("/tell/check/")
    walk.open("/tell/words/")
    other_tab = walk.page.context.new_page()
    other_tab.goto(f"{walk.address}/tell/check/")
    other_tab.get_by_role("button", name="Send my story").click()
    walk.page.get_by_label("Tell it in your own words").fill("And another thing.")
    walk.press("Save and go on")
    assert walk.page.get_by_role("heading", name="You sent this story already").is_visible()
    assert walk.page.get_by_label("What you wrote just now").input_value() == "And another thing."
    walk.open("/tell/receipt/")
    walk.press("I have kept them: leave and forget this device")
    assert Story.objects.count() == 1


def test_agreeing_and_keeping_the_receipt(walk: Walk) -> None:
    walk.page.goto(f"{walk.address}/tell/")
    walk.page.get_by_role("button", name="Start telling").click()
    walk.page.get_by_label("Tell it in your own words").fill(WORDS)
    walk.page.get_by_role("button", name="Save and go on").click()
    walk.page.goto(f"{walk.address}/tell/agree/")
    walk.page.get_by_label("I am 18 or over").check()
    walk.page.get_by_role("button", name="Ask me about the first use").click()
    walk.open("/tell/agree/website/")
    walk.page.get_by_role("radio", name="Yes").check()
    walk.press("Show easy read")
    assert walk.page.get_by_role("radio", name="Yes").is_checked()
    walk.page.keyboard.press("Tab")
    walk.page.get_by_role("radio", name="Yes").press("Enter")
    walk.page.wait_for_url("**/agree/training/")
    walk.open("/tell/agree/contact/")
    walk.page.get_by_role("radio", name="Yes").check()
    walk.page.get_by_role("button", name="Save my answer").click()
    walk.open("/tell/agree/who-might-see/")
    walk.page.get_by_label("Nobody: only the people who make it safe").check()
    walk.press("Save my answer and go on")
    assert walk.page.get_by_role("heading", name="This is what your answers mean").is_visible()
    walk.open("/tell/contact/")
    walk.press("Keep this, sealed")
    walk.page.get_by_label("An e-mail").check()
    walk.page.get_by_label("The e-mail address or phone number").fill("mara@elsewhere.example")
    walk.press("Keep this, sealed")
    walk.open("/tell/receipt/")
    walk.page.emulate_media(media="print")
    card = walk.page.locator(".receipt")
    assert card.is_visible()
    assert not walk.page.get_by_role("heading", name="Keep these words").is_visible()
    assert not walk.page.locator(".receipt__address, .receipt__heading, .masthead, footer").first.is_visible()
    walk.page.emulate_media(media="screen")
    walk.page.get_by_label("Print the web address on the card as well").check()
    walk.page.emulate_media(media="print")
    assert walk.page.locator(".receipt__address").is_visible()
    walk.page.emulate_media(media="screen")
    walk.open("/tell/receipt/typed/")
    walk.open("/tell/copy/")
    walk.open("/return/account/")
    walk.page.get_by_label("Your e-mail address").fill("mara@elsewhere.example")
    walk.press("Send me a code")


def test_losing_ones_place(walk: Walk) -> None:
    walk.open("/tell/")
    walk.press("Start telling")
    cookies = [cookie for cookie in walk.page.context.cookies() if cookie["name"] != "session"]
    walk.page.context.clear_cookies()
    walk.page.context.add_cookies(cookies)
    walk.page.get_by_label("Tell it in your own words").fill(WORDS)
    walk.press("Save and go on")
    assert walk.page.get_by_role("heading", name="We have lost your place").is_visible()
    assert walk.page.get_by_label("What you wrote just now").input_value() == WORDS


def test_coming_back(walk: Walk) -> None:
    teller, words = make_teller()
    first = make_story("second_read", teller=teller)
    make_submission(teller=teller)
    walk.open("/return/")
    walk.page.get_by_label("Type the words").fill("one two three")
    walk.press("Open my page")
    walk.page.get_by_label("Type the words").fill(words)
    walk.press("Open my page")
    walk.open("/return/look/")
    walk.page.get_by_label("I want something changed first").check()
    walk.press("Send my answer")
    walk.page.get_by_label("Yes, this may be used").check()
    walk.press("Send my answer")
    STEPS["published"](first.submission, Wish())
    walk.open("/return/uses/")
    walk.open("/return/uses/named_pack/")
    walk.open("/return/where/")
    walk.open("/return/take-back/")
    walk.press("Take it back and erase it")
    drain()
    walk.open("/return/certificates/")


def test_reading(walk: Walk) -> None:
    story = make_story("published")
    walk.open("/stories/")
    walk.open(f"/stories/{story.pk}/")
    walk.page.get_by_text("Read the story").click()
    walk.check()
    walk.open("/themes/")
    walk.open("/themes/aftercare/")
    walk.open("/search/?q=tea")
    walk.open("/search/?q=coffee")
    walk.open("/stories/?theme=nonsense")
