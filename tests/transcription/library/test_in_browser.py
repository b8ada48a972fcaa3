"""The library and a reel in a real browser: found, played, put in order and looked at by keyboard; axe; it fits."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stories.enums import DestinationKind
from stories.release import releases_of
from tests.services.browser import PLAY_ALL, fits
from tests.transcription.clips.factories import TITLE, Made, make_clip
from tests.transcription.library.factories import Body, make_body
from transcription.models import LibraryPlay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]
Open = Callable[..., Any]


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def made() -> Made:
    return make_clip()


def look(page: Any, name: str, axe: Callable[..., None]) -> None:
    """axe and a picture, wide and narrow, light and dark. docs/for-trainers.md shows some."""
    for width, height in ((1280, 800), (375, 760)):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            if folder := os.environ.get("HEARD_PICTURES"):
                plain = (
                    f"{name}.png" if (width, scheme) == (1280, "light") else f"{name} {width} {scheme}.png"
                )
                page.screenshot(path=Path(folder) / plain, full_page=True)
            axe(page)
            assert fits(page), (name, width, scheme)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")


def press(page: Any, locator: Any) -> None:
    locator.focus()
    page.keyboard.press("Enter")


def test_a_clip_is_found_played_and_put_into_a_reel_by_keyboard(
    body: Body, made: Made, open_as: Open, axe: Callable[..., None]
) -> None:
    make_clip(part=made.part, first=8, last=14, title="Four people")
    page = open_as(body.trainer, body.url("library"))
    look(page, "training-library", axe)
    page.get_by_label("Words", exact=True).fill("talked")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Show all").wait_for()
    assert page.get_by_role("link", name="Four people").count() == 0
    press(page, page.get_by_role("link", name=TITLE))
    player = page.locator("video")
    assert not player.is_visible(), "what it speaks of comes first"
    press(page, page.get_by_text("Open the player"))
    look(page, "training-clip", axe)
    player.evaluate(PLAY_ALL)
    assert LibraryPlay.objects.count() == 1
    assert [row.kind for row in releases_of(story_id=made.story_id)][-1] == DestinationKind.LIBRARY
    build_reel(page, body, made, axe)


def build_reel(page: Any, body: Body, made: Made, axe: Callable[..., None]) -> None:
    press(page, page.get_by_role("link", name="Start a new reel"))
    page.get_by_label("Title").fill("Four minutes on holding")
    page.keyboard.press("Enter")
    page.get_by_text("Put at least one clip into the reel.").first.wait_for()
    for title in (TITLE, "Four people"):
        press(page, page.get_by_role("link", name="Choose clips"))
        press(page, page.get_by_role("link", name=title))
        press(page, page.get_by_role("button", name="Four minutes on holding"))
        page.get_by_text("Before you export").wait_for()
    with page.expect_navigation():
        press(page, page.get_by_role("button", name="Move up: Four people"))
    assert page.locator(".pick__name").all_inner_texts() == ["Four people", TITLE]
    page.get_by_label("What it speaks of").fill("Restraint on the floor.")
    page.get_by_label("Questions to talk about").fill(
        "What did the nurse do first?\nWho could have asked sooner?"
    )
    press(page, page.get_by_role("button", name="Keep your words"))
    page.get_by_text("Nothing stands in the way.").wait_for()
    look(page, "training-reel", axe)
    press(page, page.get_by_role("link", name="Look at the plan"))
    page.get_by_text("In this order").wait_for()
    look(page, "training-plan", axe)


def test_the_terms_and_the_page_without_them_pass_axe_and_fit(
    open_as: Open, axe: Callable[..., None]
) -> None:
    body = make_body(terms=False)
    page = open_as(body.trainer, body.url("terms"))
    look(page, "training-terms", axe)
    page.get_by_label("What you will use clips for").fill("Nurses in their first year")
    page.get_by_label("I may agree for my organisation").check()
    press(page, page.get_by_role("button", name="Agree for my organisation"))
    page.get_by_text("There is no clip here yet.").wait_for()


def test_an_export_that_was_taken_back_says_so_and_takes_the_answer(
    body: Body, made: Made, open_as: Open, axe: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from stories.enums import Purpose
    from stories.withdrawal import take_back_purpose
    from tests.transcription.reels.test_press import film_in_words, issue
    from transcription.reels import press as making

    monkeypatch.setattr(making, "make_film", film_in_words)
    monkeypatch.setattr(making, "write_slides", lambda *, reel, to, **_how: to.write(b"slides"))
    export = issue(body, body.make_reel(made.clip_id))
    page = open_as(body.trainer, body.url("export", export.pk))
    look(page, "training-export", axe)
    assert body.client.get(body.url("download", export.pk, "page")).status_code == 200
    take_back_purpose(submission_id=made.story_id, purpose=Purpose.TRAINING)
    page.reload()
    page.get_by_text("Do not show it again.").wait_for()
    look(page, "training-recalled", axe)
    press(page, page.get_by_role("button", name="Every copy is destroyed"))
    page.get_by_text("that every copy is destroyed").wait_for()
