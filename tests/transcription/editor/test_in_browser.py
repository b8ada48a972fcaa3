"""The transcript editor in a real browser: heard, corrected, split, undone and confirmed, by keyboard alone."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from accounts.enums import Role
from stories.models import SealedPart
from stories.parts import part_text
from tests.promise.recordings import make_spoken
from tests.services.browser import PLAY_ALL, fits
from tests.stories.factories import make_user, sit_down
from transcription.models import Transcript
from transcription.transcripts import words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]
Open = Callable[..., Any]


@pytest.fixture
def part() -> SealedPart:
    return make_spoken("written")


@pytest.fixture
def page(open_as: Open, part: SealedPart) -> Any:
    opened = open_as(
        part.submission.story.editor,
        reverse("transcription:transcript", args=[part.submission_id, part.pk]),
    )
    opened.locator("[data-ready]").wait_for()
    return opened


def line(page: Any, key: int) -> Any:
    return page.locator(f"[data-key='{key}'] .line__text")


def saved(page: Any) -> None:
    page.locator("[data-said]").get_by_text("Saved.").wait_for()


def put_cursor(page: Any, key: int, offset: int) -> None:
    line(page, key).evaluate(
        "(text, at) => { text.focus(); getSelection().collapse(text.firstChild, at); }", offset
    )


def test_by_keyboard_alone(page: Any, part: SealedPart) -> None:
    put_cursor(page, 4, len("A nurse called Alan "))
    page.keyboard.type("Reed ")
    saved(page)
    assert "A nurse called Alan Reed talked me down." in part_text(part_id=part.pk)
    put_cursor(page, 4, len("A nurse called Alan "))
    page.keyboard.press("Alt+s")
    page.wait_for_function("() => document.querySelectorAll('.line').length === 6")
    assert "called Alan\nReed talked" in part_text(part_id=part.pk)
    page.keyboard.press("Alt+z")
    page.wait_for_function("() => document.querySelectorAll('.line').length === 5")
    assert "called Alan Reed talked" in part_text(part_id=part.pk)
    put_cursor(page, 4, 0)
    page.keyboard.press("Alt+p")
    page.keyboard.type("Sam")
    with page.expect_response("**/transcript/save/"):
        page.keyboard.press("Tab")
    assert "Sam: A nurse called" in part_text(part_id=part.pk)
    page.keyboard.press("Alt+Enter")
    page.locator("[data-said]").get_by_text("You have not listened to any more").wait_for()
    page.locator("[data-player]").evaluate(PLAY_ALL)
    page.keyboard.press("Alt+Enter")
    page.wait_for_function("() => document.querySelector('[data-progress]').value === 1")
    assert [each.confirmed is not None for each in words(part_id=part.pk)] == [True] * 5
    assert Transcript.objects.get().unconfirmed == 0


def test_a_sound_is_described_changed_and_taken_out_by_keyboard_alone(page: Any, part: SealedPart) -> None:
    page.locator("[data-player]").evaluate("(one) => (one.currentTime = 3)")
    put_cursor(page, 1, 0)
    page.keyboard.press("Alt+d")
    assert page.get_by_label("Heard at").input_value() == "00:03"
    page.keyboard.type("a door slams")
    page.keyboard.press("Enter")
    saved(page)
    assert part_text(part_id=part.pk).split("\n")[1] == "[a door slams]"
    sound = page.locator(".line--sound .line__text")
    assert sound.inner_text() == "[a door slams]"
    page.keyboard.press("Alt+z")
    sound.wait_for(state="detached")
    page.get_by_label("What is heard").press_sequentially("a door slams")
    page.keyboard.press("Enter")
    sound.wait_for()
    sound.evaluate("(text) => { text.focus(); getSelection().collapse(text.firstChild, 13); }")
    page.keyboard.type(", keys")
    with page.expect_response("**/transcript/save/"):
        page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.textContent") == "Take out"
    page.wait_for_function(
        "() => document.querySelector('.line--sound .line__text').textContent === '[a door slams, keys]'"
    )
    assert "\n[a door slams, keys]\n" in part_text(part_id=part.pk)
    page.keyboard.press("Enter")
    sound.wait_for(state="detached")
    assert "[" not in part_text(part_id=part.pk)
    assert page.evaluate("document.activeElement.textContent") == "00:03"
    page.keyboard.press("Alt+d")
    page.get_by_label("Heard at").fill("soon")
    page.get_by_label("What is heard").fill("keys")
    page.keyboard.press("Enter")
    page.get_by_text("Say when it is heard, such as 1:05.").wait_for()


def test_a_click_plays_from_its_word_and_nothing_else_does(page: Any) -> None:
    player = page.locator("[data-player]")
    assert player.evaluate("(one) => one.paused")
    box = line(page, 4).bounding_box()
    page.mouse.click(box["x"] + 12, box["y"] + 12)
    page.wait_for_function("() => !document.querySelector('[data-player]').paused")
    assert 11.0 <= player.evaluate("(one) => one.currentTime") <= 13


def test_find_and_replace_through_all_of_it(page: Any, part: SealedPart) -> None:
    page.get_by_text("Find and replace").click()
    page.get_by_label("Find", exact=True).fill("Alan")
    page.get_by_label("Replace with").fill("Allan")
    page.get_by_role("button", name="Replace everywhere").click()
    saved(page)
    assert "A nurse called Allan talked" in part_text(part_id=part.pk)


def test_two_editors_on_one_line_lose_nothing(page: Any, part: SealedPart) -> None:
    from transcription.corrections.changes import Change
    from transcription.corrections.saving import save_changes

    was = "A nurse called Alan talked me down."
    save_changes(part_id=part.pk, changes=[Change("text", 4, was, "Theirs.")], by=None)
    put_cursor(page, 4, 0)
    page.keyboard.type("Mine: ")
    page.get_by_text("Somebody else wrote: Theirs.").wait_for()
    assert line(page, 4).inner_text() == f"Mine: {was}"
    page.get_by_role("button", name="Keep mine").click()
    saved(page)
    assert f"Mine: {was}" in part_text(part_id=part.pk)


def test_it_passes_axe_and_fits(page: Any, part: SealedPart, open_as: Open, axe: Callable[..., None]) -> None:
    page.get_by_role("button", name="Describe a sound", exact=False).click()
    page.get_by_label("What is heard").fill("a door slams")
    page.get_by_role("button", name="Put it in").click()
    page.locator(".line--sound").wait_for()
    for width, height in ((1280, 800), (375, 760)):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            if folder := os.environ.get("HEARD_PICTURES"):
                page.screenshot(path=Path(folder) / f"transcript {width} {scheme}.png", full_page=True)
            axe(page)
            assert fits(page), (width, scheme)


def test_who_looks_only_can_write_nothing(open_as: Open, part: SealedPart) -> None:
    other = sit_down(part.submission.story, make_user(Role.EDITOR))
    page = open_as(other, reverse("transcription:transcript", args=[part.submission_id, part.pk]))
    page.locator("[data-ready]").wait_for()
    assert line(page, 4).get_attribute("contenteditable") is None
    assert page.get_by_role("button", name="Split here", exact=False).count() == 0
