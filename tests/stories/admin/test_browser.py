"""The editors' pages in a real browser: by mouse, by keyboard, without the script, wide and narrow, light and dark."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts.enums import Role
from common import audit
from stories import loading, second_reading
from stories.checklist import Point
from stories.models import Story
from stories.redaction import safe_text
from tests.services.browser import fits
from tests.stories.factories import look_through, make_story, make_user, part_of, sit_down
from tests.stories.reading import doubting

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A family and a flag are several code points each, and more half characters: offsets must still agree.
TEXT = (
    "👩🏽‍⚕️ 🏴󠁧󠁢󠁷󠁬󠁳󠁿 Zoe\u0308 held my arm.\n\n"
    "Dr Hale said nothing. Zoe\u0308 left <early> & quietly.\n\n"
    "Dr Hale wrote it down."
)
Open = Callable[..., "Page"]


@pytest.fixture
def story() -> Story:
    return make_story("taken", text=TEXT)


@pytest.fixture
def bench(story: Story) -> str:
    return reverse("stories_admin:words", args=[story.pk, part_of(story).pk])


def select(page: "Page", words: str, *, nth: int = 0) -> None:
    """As a mouse would, across whatever elements the text is made of."""
    page.evaluate(
        """([words, nth]) => {
            const sealed = document.querySelector("[data-sealed]");
            const walker = document.createTreeWalker(sealed, NodeFilter.SHOW_TEXT);
            const nodes = [];
            while (walker.nextNode()) nodes.push(walker.currentNode);
            let at = -1;
            for (let i = 0; i <= nth; i++) at = sealed.textContent.indexOf(words, at + 1);
            const place = (offset) => {
                for (const node of nodes) {
                    if (offset <= node.length) return [node, offset];
                    offset -= node.length;
                }
            };
            document.getSelection().setBaseAndExtent(...place(at), ...place(at + words.length));
        }""",
        [words, nth],
    )


def filled(page: "Page", words: str) -> None:
    page.wait_for_function("words => document.querySelector('[name=words]').value === words", arg=words)


def said(page: "Page", text: str) -> None:
    page.locator("#said").get_by_text(text).wait_for()


def decide(page: "Page", action: str, words: str = "") -> None:
    if words:
        page.get_by_label("Reads instead").fill(words)
    page.get_by_role("button", name=action, exact=True).click()


def test_selected_words_are_hidden_at_once(open_as: Open, story: Story, bench: str) -> None:
    page = open_as(story.editor, bench)
    looks = audit.entries_for(story.pk).filter(action="heard.read_sealed").count()
    select(page, "Zoe\u0308", nth=1)
    filled(page, "Zoe\u0308")
    page.get_by_label("Everywhere in this story").uncheck()
    decide(page, "Stand-in name", "Mai")
    said(page, "Hidden in 1 place.")
    assert page.locator(".pane ins").all_inner_texts() == ["Mai"]
    assert page.locator(".pane .m--gone").all_text_contents() == ["Zoe\u0308"]
    assert page.locator(".pane .m--open").all_text_contents() == ["Zoe\u0308"], "flagged in the other place"
    assert page.url.endswith(bench), "no page was loaded"
    assert safe_text(part=part_of(story)) == TEXT.replace("nothing. Zoe\u0308 left", "nothing. Mai left")
    assert audit.entries_for(story.pk).filter(action="heard.read_sealed").count() == looks


def test_a_selection_after_something_hidden_counts_from_the_start(
    open_as: Open, story: Story, bench: str
) -> None:
    page = open_as(story.editor, bench)
    for words in ("👩🏽‍⚕️ 🏴󠁧󠁢󠁷󠁬󠁳󠁿", "<early> & quietly"):
        select(page, words)
        filled(page, words)
        page.get_by_label("Everywhere in this story").uncheck()
        decide(page, "Mask")
        page.locator(".pane .m--gone", has_text=words).wait_for()
    expected = TEXT.replace("👩🏽‍⚕️ 🏴󠁧󠁢󠁷󠁬󠁳󠁿", "[…]").replace("<early> & quietly", "[…]")
    assert safe_text(part=part_of(story)) == expected


def test_a_selection_over_paragraphs_and_with_loose_ends(open_as: Open, story: Story, bench: str) -> None:
    page = open_as(story.editor, bench)
    select(page, " arm.\n\nDr Hale ")
    filled(page, "arm.\n\nDr Hale")
    decide(page, "Mask")
    page.locator(".pane .m--gone").first.wait_for()
    assert "held my […] said nothing" in safe_text(part=part_of(story))
    assert page.locator("#safe").text_content() == safe_text(part=part_of(story))


def test_undone_at_once(open_as: Open, story: Story, bench: str) -> None:
    page = open_as(story.editor, bench)
    page.get_by_label("Words", exact=True).fill("dr hale")
    decide(page, "Mask")
    said(page, "Hidden in 2 places.")
    page.get_by_role("button", name="Undo Dr Hale").click()
    said(page, "Undone in 2 places.")
    assert page.locator(".pane .m--gone").count() == 0
    assert safe_text(part=part_of(story)) == TEXT


def focused(page: "Page") -> str:
    return str(page.evaluate("document.activeElement.dataset.words ?? document.activeElement.name"))


def test_all_groups_are_decided_by_single_keys(open_as: Open, story: Story, bench: str) -> None:
    """Next, previous, make general, stand-in, what is offered, mask, keep, undo: no mouse and no Tab."""
    look_through(story)
    page = open_as(story.editor, bench)
    page.keyboard.press("n")
    assert focused(page) == "Zoe\u0308"
    page.keyboard.press("n")
    assert focused(page) == "Dr Hale"
    page.keyboard.press("p")
    page.keyboard.press("s")
    page.keyboard.type("Mai")
    page.keyboard.press("Enter")
    said(page, "Hidden in 2 places.")
    assert focused(page) == "Dr Hale", "on to the next"
    page.keyboard.press("m")
    said(page, "All groups here are decided.")
    assert page.locator("#safe ins").all_inner_texts() == ["Mai", "[…]", "Mai", "[…]"]
    page.keyboard.press("u")
    said(page, "Undone in 2 places.")
    page.keyboard.press("n")
    page.keyboard.press("g")
    page.keyboard.type("a doctor")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('#safe ins').length === 4")
    page.keyboard.press("u")
    said(page, "Undone in 2 places.")
    page.keyboard.press("n")
    page.keyboard.press("4")  # after the stand-in: somebody, a nurse, a doctor
    page.wait_for_function("() => document.querySelectorAll('#safe ins').length === 4")
    assert page.locator("#safe ins").all_inner_texts() == ["Mai", "a doctor", "Mai", "a doctor"]
    page.keyboard.press("u")
    said(page, "Undone in 2 places.")
    page.keyboard.press("n")
    page.keyboard.press("k")
    said(page, "Kept in 2 places.")
    assert "2 of 2 groups decided" in page.locator("#progress").inner_text()
    assert "Dr Hale said" in safe_text(part=part_of(story))


def test_single_keys_can_be_turned_off_and_stay_off(open_as: Open, story: Story, bench: str) -> None:
    look_through(story)
    page = open_as(story.editor, bench)
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    page.keyboard.press("Escape")
    page.get_by_label("Single keys").uncheck()
    page.reload()
    page.locator("[data-ready]").wait_for()
    page.keyboard.press("n")
    page.keyboard.press("m")
    assert focused(page) == "None"
    assert safe_text(part=part_of(story)) == TEXT
    page.get_by_label("Single keys").check()
    page.keyboard.press("n")
    assert focused(page) == "Zoe\u0308"


def test_keys_pressed_while_writing_are_letters(open_as: Open, story: Story, bench: str) -> None:
    look_through(story)
    page = open_as(story.editor, bench)
    page.get_by_label("Reads instead").press_sequentially("mksgun?1")
    assert page.get_by_label("Reads instead").input_value() == "mksgun?1"
    assert safe_text(part=part_of(story)) == TEXT


def test_a_refusal_is_said_beside_the_panel_and_loses_nothing(
    open_as: Open, story: Story, bench: str
) -> None:
    page = open_as(story.editor, bench)
    page.get_by_label("Words", exact=True).fill("Zebedee")
    decide(page, "Mask", "as typed")
    page.get_by_role("alert").filter(has_text="whole words").wait_for()
    assert page.get_by_label("Words", exact=True).input_value() == "Zebedee"
    assert page.get_by_label("Reads instead").input_value() == "as typed"
    assert page.evaluate("document.activeElement.hasAttribute('data-errors')")


def test_when_nothing_reaches_us_it_says_so_and_loses_nothing(
    open_as: Open, story: Story, bench: str
) -> None:
    page = open_as(story.editor, bench)
    page.get_by_label("Words", exact=True).fill("Dr Hale")
    page.context.set_offline(True)
    decide(page, "Mask")
    said(page, "That did not reach us.")
    assert page.get_by_label("Words", exact=True).input_value() == "Dr Hale"
    page.context.set_offline(False)
    decide(page, "Mask")
    said(page, "Hidden in 2 places.")


def test_somebody_took_it_over_meanwhile(open_as: Open, story: Story, bench: str) -> None:
    page = open_as(story.editor, bench)
    Story.objects.filter(pk=story.pk).update(editor=make_user(Role.EDITOR, name="Gwen Pugh"))
    page.get_by_label("Words", exact=True).fill("Dr Hale")
    decide(page, "Mask")
    page.get_by_role("alert").filter(has_text="Gwen Pugh has this story now").wait_for()
    assert page.get_by_label("Words", exact=True).input_value() == "Dr Hale"


def test_the_whole_of_it_without_javascript(open_as: Open, story: Story, bench: str) -> None:
    look_through(story)
    page = open_as(story.editor, bench, java_script_enabled=False)
    page.locator(".group", has_text="Dr Hale").click()
    assert page.get_by_label("Words", exact=True).input_value() == "Dr Hale"
    decide(page, "Make general", "a doctor")
    assert page.locator(".pane ins").all_inner_texts() == ["a doctor", "a doctor"]
    page.locator(".bench__done summary").click()
    page.get_by_role("button", name="Undo Dr Hale").click()
    assert page.locator(".pane .m--gone").count() == 0
    assert safe_text(part=part_of(story)) == TEXT


OURS = "[...document.querySelectorAll('main :is(.queue, .counts)')]"
TABLES_FIT = f"{OURS}.every(table => table.getBoundingClientRect().right <= innerWidth)"
WINDOWS = {
    f"{width} {scheme}": (width, height, scheme)
    for width, height in ((1280, 800), (375, 760))
    for scheme in ("light", "dark")
}


def test_every_page_passes_axe_and_fits(open_as: Open, axe: Callable[..., None]) -> None:
    """Each page once, looked at in every window."""
    loading.load_themes()
    editor = make_user(Role.EDITOR)
    mine = make_story("written", text=TEXT * 12, editor=editor)
    handed, changes = (
        make_story("handed"),
        make_story("changes", note="Leave it.", editor=editor),
    )
    asked, begun = make_story("sent"), make_story("sent", text=TEXT * 12)
    sit_down(begun, editor)
    ready = make_story("approved", purposes=[])
    back = make_story("handed", editor=editor)
    second_reading.send_back(
        story_id=back.pk, replies=doubting(Point.PEOPLE, Point.TOGETHER), by=make_user(Role.SECOND_READER)
    )
    addresses = [
        reverse("stories_admin:queue"),
        reverse("stories_admin:care"),
        reverse("story_reports:story-stages"),
        reverse("stories_admin:story", args=[mine.pk]),
        reverse("stories_admin:story", args=[changes.pk]),
        reverse("stories_admin:story", args=[ready.pk]),
        reverse("stories_admin:words", args=[mine.pk, part_of(mine).pk]),
        reverse("stories_admin:words", args=[asked.pk, part_of(asked).pk]),
        reverse("stories_admin:words", args=[begun.pk, part_of(begun).pk]),
        reverse("stories_admin:people", args=[mine.pk]),
        reverse("stories_admin:describe", args=[mine.pk]),
        reverse("stories_admin:reading", args=[handed.pk]),
        reverse("stories_admin:story", args=[back.pk]),
        reverse("stories_admin:reading_notes", args=[back.pk]),
        reverse("wagtailsnippets_stories_story:list"),
        reverse("consents:index"),
        reverse("releases:index"),
    ]
    for number, address in enumerate(addresses):
        page = open_as(editor, address)
        for name, (width, height, scheme) in WINDOWS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            if folder := os.environ.get("HEARD_PICTURES"):
                page.screenshot(path=Path(folder) / f"{number:02} {name}.png", full_page=True)
            axe(page)
            assert fits(page), (address, name)
            # Wagtail's page cuts off what sticks out of it: nothing scrolls, and a column of ours is gone.
            assert page.evaluate(TABLES_FIT), (address, name)
        page.context.close()
