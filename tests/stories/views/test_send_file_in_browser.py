"""Sending a file in a real browser: in pieces, with time left, through a lost connection and a closed tab.

HEARD_PICTURES=folder keeps a picture of each page.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from stories import withdrawal
from stories.enums import PartKind
from stories.models import SealedPart, Story, Upload
from stories.parts import open_part_media
from tests.services.browser import fits
from tests.services.template import ROOT
from tests.stories.factories import make_story
from tests.stories.sending import Sender
from tests.stories.test_pictures import picture as drawn
from tests.stories.uploads.serving import MIB, write_recording

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]

SIZE = 2 * MIB
PIECE = 256 * 1024
PIECES = "**/uploads/*-*/"
LISTEN = """() => {
  window.said = new Set()
  const note = () => said.add(document.querySelector("[data-words]").textContent)
  new MutationObserver(note).observe(document.querySelector("[data-words]"), { childList: true })
}"""


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return write_recording(tmp_path / "night.wav", SIZE)


@pytest.fixture
def at(live_server: Any, new_context: Callable[..., Any]) -> Callable[..., Any]:
    """at(sender, path): the page in a window of the sender's session, its script with small pieces and short waits."""
    script = (ROOT / "static/js/send-file.js").read_text()
    small = script.replace("8 * 1024 * 1024", str(PIECE)).replace("[1, 2, 4, 8, 15, 30]", "[0.3]")
    assert str(PIECE) in small
    assert "[0.3]" in small

    def open_page(sender: Sender, path: str, **options: Any) -> Any:
        context = new_context(**options)
        cookie = sender.client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        context.route(
            "**/js/send-file*.js", lambda route: route.fulfill(body=small, content_type="text/javascript")
        )
        page = context.new_page()
        page.goto(f"{live_server.url}{path}")
        return page

    return open_page


def picture(page: Any, name: str) -> None:
    if folder := os.environ.get("HEARD_PICTURES"):
        page.screenshot(path=Path(folder) / f"send {name}.png", full_page=True)


def choose(page: Any, file: Path, *, press: str = "Add this file") -> None:
    page.locator("input[type=file]").set_input_files(file)
    if press:
        page.get_by_role("button", name=press).click()


class Line:
    """Lets the first pieces through, and none after that until it is mended. Remembers where each began."""

    def __init__(self, page: Any, *, lets: int) -> None:
        self.page, self.left, self.starts = page, lets, list[int]()
        page.route(PIECES, self._pass)

    def _pass(self, route: Any) -> None:
        if route.request.method == "PATCH":
            self.starts.append(int(route.request.headers["upload-offset"]))
            self.left -= 1
        if self.left < 0:
            route.abort("connectionfailed")
        else:
            route.continue_()

    def mend(self) -> None:
        self.left = 10**6


def content_of(part: SealedPart) -> bytes:
    with open_part_media(part_id=part.pk) as media:
        return media.read()


def test_a_file_goes_up_in_pieces_through_a_lost_connection(
    sender: Sender, at: Callable[..., Any], recording: Path, axe: Callable[..., None]
) -> None:
    page = at(sender, "/tell/recording/", viewport={"width": 375, "height": 760})
    page.evaluate(LISTEN)
    line = Line(page, lets=4)
    choose(page, recording)
    lost = page.get_by_role("status").filter(has_text="The connection is lost.")
    lost.wait_for()
    assert "1 MB of 2 MB have arrived and are kept. It goes on by itself." in lost.inner_text()
    assert page.locator("[data-bar]").evaluate("bar => bar.value") == pytest.approx(0.5)
    assert Upload.objects.get().received == SIZE // 2
    told = page.evaluate("[...said]")
    assert any(re.fullmatch(r"[\d.]+ MB of 2 MB sent\. Less than a minute left\.", each) for each in told), (
        told
    )
    axe(page)
    picture(page, "lost phone")
    # Pressed one after the other while it waits to try again: still one sending, not two beside each other.
    page.evaluate("for (const name of ['pause', 'resume']) document.querySelector(`[data-${name}]`).click()")
    line.mend()
    page.get_by_role("heading", name="What you added").wait_for()
    whole = list(range(0, SIZE, PIECE))
    assert sorted(set(line.starts)) == whole, "every piece, from where it broke off"
    assert line.starts.count(SIZE // 2) == 2, "the one that was lost, once more"
    assert len(line.starts) == len(whole) + 1
    assert content_of(SealedPart.objects.get(kind=PartKind.AUDIO)) == recording.read_bytes()


def test_after_a_closed_tab_the_same_file_goes_on_and_no_other(
    sender: Sender, at: Callable[..., Any], recording: Path, tmp_path: Path
) -> None:
    first = at(sender, "/tell/recording/")
    Line(first, lets=4)
    choose(first, recording)
    first.get_by_role("status").filter(has_text="The connection is lost.").wait_for()
    first.close()
    page = at(sender, "/tell/recording/")
    line = Line(page, lets=100)
    picture(page, "unfinished desk")
    page.get_by_role("button", name="Go on sending it").click()
    choose(page, write_recording(tmp_path / "other.wav", SIZE - 2), press="")
    page.locator("[data-problem]").filter(has_text="That is another file").wait_for()
    choose(page, recording, press="")
    page.get_by_role("heading", name="What you added").wait_for()
    assert line.starts[0] == SIZE // 2
    assert content_of(SealedPart.objects.get(kind=PartKind.AUDIO)) == recording.read_bytes()


def test_paused_gone_on_with_and_cancelled(sender: Sender, at: Callable[..., Any], recording: Path) -> None:
    page = at(sender, "/tell/recording/")
    line = Line(page, lets=2)
    choose(page, recording)
    page.get_by_role("status").filter(has_text="The connection is lost.").wait_for()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("status").filter(has_text="Paused. 0.5 MB of 2 MB").wait_for()
    picture(page, "paused")
    line.left = 2
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("status").filter(has_text="The connection is lost. 1 MB").wait_for()
    line.mend()
    page.get_by_role("button", name="Cancel and remove it").click()
    page.get_by_role("status").filter(has_text="Cancelled. What had arrived is removed.").wait_for()
    assert not Upload.objects.exists()
    assert page.locator("input[type=file]").evaluate("field => field === document.activeElement")


def test_words_typed_beside_it_are_kept_when_it_has_arrived(
    sender: Sender, at: Callable[..., Any], recording: Path
) -> None:
    sender.begin(len(drawn()), drawn())
    page = at(sender, "/tell/recording/")
    page.get_by_label("What does it show").fill("The red door.")
    picture(page, "words about a picture")
    page.get_by_role("button", name="Cymraeg").click()
    page.locator("html[lang=cy]").wait_for()
    assert page.locator("textarea").input_value() == "The red door."
    choose(page, recording, press="Ychwanegu’r ffeil hon")
    page.get_by_text("Recordiad sain").wait_for()
    assert page.locator("textarea").input_value() == "The red door."
    page.reload()
    assert page.locator("textarea").input_value() == "The red door."


@pytest.fixture
def story() -> Story:
    return make_story("published")


def test_added_to_a_story_that_was_sent(
    story: Story, at: Callable[..., Any], recording: Path, axe: Callable[..., None]
) -> None:
    """Its words go along, and what was chosen for the time until then."""
    phone: dict[str, Any] = {"color_scheme": "dark", "viewport": {"width": 375, "height": 760}}
    page = at(Sender(story.submission), "/return/more/", **phone)
    page.get_by_label("What would you like to add?").fill("There was qzx more.")
    line = Line(page, lets=3)
    choose(page, recording, press="Add it to my story")
    page.get_by_role("status").filter(has_text="The connection is lost.").wait_for()
    picture(page, "more sending")
    assert page.get_by_label("Stop using it at once").is_disabled()
    axe(page)
    assert fits(page)
    line.mend()
    page.get_by_role("heading", name="What you added").wait_for()
    added = SealedPart.objects.filter(submission_id=story.pk, added_at__isnull=False)
    assert {part.kind for part in added} == {PartKind.AUDIO, PartKind.WRITTEN}
    assert page.get_by_label("What would you like to add?").input_value() == ""
    picture(page, "more added")


def test_a_story_taken_back_in_another_window_is_said_and_not_asked_for_ever(
    story: Story, at: Callable[..., Any], recording: Path
) -> None:
    page = at(Sender(story.submission), "/return/more/")
    line = Line(page, lets=2)
    choose(page, recording, press="Add it to my story")
    page.get_by_role("status").filter(has_text="The connection is lost.").wait_for()
    withdrawal.take_back(submission_id=story.pk)
    line.mend()
    page.get_by_text("This story was taken back, so nothing can be added to it.").wait_for()
    asked = len(line.starts)
    page.wait_for_timeout(300)
    assert len(line.starts) == asked < 10
