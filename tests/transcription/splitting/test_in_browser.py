"""An old disc in a real browser: sent, marked while it plays, by keyboard alone; and without a script, by typing times.

HEARD_PICTURES=folder keeps a picture of each page.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.models import User
from common.jobs.run_now import drain
from stories.models import Story
from stories.receipts import teller_by_receipt
from stories.uploads.held import held_files
from tests.services.browser import open_again
from tests.transcription.clips.test_in_browser import look_at
from tests.transcription.splitting.tapes import bring, make_disc, make_group, split
from transcription.enums import RipState
from transcription.models import Rip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]
Open = Callable[..., Any]
Axe = Callable[..., None]
AT = """(player, at) => new Promise((done) => {
  player.muted = true
  player.addEventListener("seeked", done, { once: true })
  player.currentTime = at
})"""


@pytest.fixture
def disc(tmp_path: Path) -> list[Path]:
    """Three people, five seconds each."""
    return make_disc(tmp_path, files=2, each=5)


def row(page: Any, number: int) -> list[str]:
    place = page.locator("[data-row]").nth(number)
    fields = (place.locator(f"[name={name}]") for name in ("start", "end", "who"))
    return [field.input_value() for field in fields]


def test_sent_marked_taken_and_handed_on_by_keyboard(
    open_as: Open, axe: Axe, editor: User, disc: list[Path], no_model: Settings
) -> None:
    make_group()
    page = open_as(editor, reverse("splitting:rips"))
    look_at(page, axe, "discs")
    page.get_by_label("Which group has it?").select_option("Invented group")
    with page.expect_navigation():
        page.get_by_role("button", name="Bring a disc or a tape").press("Enter")
    look_at(page, axe, "disc empty")
    page.get_by_label("The file, or all files of the set").set_input_files([disc[1], disc[0]])
    page.get_by_role("button", name="Send").press("Enter")
    page.get_by_text("In this order").wait_for()
    assert page.locator(".rip-files strong").all_text_contents() == ["VTS_01_1.VOB", "VTS_01_2.VOB"]
    look_at(page, axe, "disc sent")
    rip = Rip.objects.get()
    page.get_by_role("button", name="These are all").press("Enter")
    page.get_by_text("Being made ready to play:").wait_for()
    drain()
    open_again(page)
    page.locator("[data-with-script]:not([hidden])").first.wait_for()
    assert row(page, 0) == ["0:00:00", "0:00:15", "1"]
    player = page.locator("[data-player]")
    for at, who in ((5, "2"), (10, "3")):
        player.evaluate(AT, at)
        page.keyboard.press("Alt+n")
        page.get_by_text(f"Person {who} begins at 0:00:{at:02}").wait_for()
    player.evaluate(AT, 14)
    page.keyboard.press("Alt+e")
    assert [row(page, n) for n in range(4)] == [
        ["0:00:00", "0:00:05", "1"],
        ["0:00:05", "0:00:10", "2"],
        ["0:00:10", "0:00:14", "3"],
        ["0:00:14", "0:00:15", ""],
    ]
    assert page.locator("[data-strip] rect").count() == 3
    look_at(page, axe, "disc split")
    with page.expect_navigation():
        page.get_by_role("button", name="Save, and go on to taking them").press("Enter")
    look_at(page, axe, "disc take")
    for box in page.get_by_role("checkbox", name="They are 18 or over").all():
        box.press("Space")
    page.get_by_role("button", name="Take them all").press("Enter")
    page.get_by_text("Say that everything that is to be kept").wait_for()
    page.get_by_role("checkbox", name="Everything that is to be kept").press("Space")
    page.get_by_role("button", name="Take them all").press("Enter")
    page.get_by_text("Nothing can be changed until that is done").wait_for()
    look_at(page, axe, "disc taking")
    drain()
    open_again(page)
    page.get_by_text("Destroyed here on").wait_for()
    assert Story.objects.count() == 3
    look_at(page, axe, "disc taken")
    page.get_by_role("button", name="Show the words for their card (person 2)").press("Enter")
    card = page.locator(".rip-card").text_content()
    teller = teller_by_receipt(words=card.splitlines()[2])
    assert teller is not None
    assert [each.pk for each in teller.submissions.all()] == [rip.cards.get(number=2).story_id]
    look_at(page, axe, "disc card")
    page.get_by_role("button", name="The card is written").press("Enter")
    page.get_by_text("The words are gone from here").wait_for()
    assert page.get_by_role("button", name="Show the words").count() == 2


def test_what_was_saved_is_marked_on(
    open_as: Open, axe: Axe, editor: User, disc: list[Path], no_model: Settings
) -> None:
    """A wrong line says so and is mended; a line is played, moved and removed; a suggested place is gone to."""
    rip = bring(disc, by=editor)
    Rip.objects.filter(pk=rip.pk).update(cut_places=[5000, 10_000])
    split(rip, ("0", "5", "1"), ("6", "9", "2"))
    page = open_as(editor, reverse("splitting:rip", args=[rip.pk]))
    page.locator("[data-with-script]:not([hidden])").first.wait_for()
    page.locator(".rip-places summary").press("Enter")
    page.get_by_role("button", name="0:00:10", exact=True).press("Enter")
    page.wait_for_function("() => Math.abs(document.querySelector('[data-player]').currentTime - 10) < 0.1")
    page.get_by_role("button", name="Ends here").nth(1).press("Enter")
    assert row(page, 1) == ["0:00:06", "0:00:10", "2"]
    page.get_by_label("From", exact=True).nth(1).fill("4")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    page.get_by_text("One moment belongs to one person only").wait_for()
    look_at(page, axe, "disc wrong")
    assert row(page, 1) == ["4", "0:00:10", "2"]
    page.get_by_role("button", name="Begins here").nth(1).press("Enter")
    page.get_by_label("From", exact=True).nth(1).fill("0:05")
    page.get_by_role("button", name="Remove").first.press("Enter")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    page.get_by_text("Saved.").wait_for()
    rip.refresh_from_db()
    assert [(each.start_ms, each.end_ms) for each in rip.stretches.all()] == [(5000, 10_000)]
    page.get_by_role("button", name="Play", exact=True).first.press("Enter")
    page.wait_for_function("() => document.querySelector('[data-player]').currentTime > 5.2")


def test_without_a_script_times_are_typed(
    open_as: Open, axe: Axe, editor: User, disc: list[Path], no_model: Settings
) -> None:
    make_group()
    page = open_as(editor, reverse("splitting:rips"), java_script_enabled=False)
    page.get_by_label("Which group has it?").select_option("Invented group")
    page.get_by_role("button", name="Bring a disc or a tape").click()
    page.get_by_label("The file, or all files of the set").set_input_files(disc)
    page.get_by_role("button", name="Send").click()
    rip = Rip.objects.get()
    assert len(held_files(owner=rip.pk)) == 2
    page.get_by_role("button", name="These are all").click()
    drain()
    open_again(page)
    for number, (start, end, who) in enumerate((("0", "0:05", "1"), ("5", "10", "2"))):
        page.get_by_label("From", exact=True).nth(number).fill(start)
        page.get_by_label("to", exact=True).nth(number).fill(end)
        page.get_by_label("Whose it is").nth(number).select_option(who)
    page.get_by_role("button", name="Save, and go on to taking them").click()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Take them all").click()
    drain()
    rip.refresh_from_db()
    assert rip.state == RipState.DESTROYED
    assert Story.objects.count() == 2
