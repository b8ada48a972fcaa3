"""A story's road through the editors' pages: decided by keyboard, sent back for a missed name, approved, published."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts.models import User
from stories import approval, second_reading
from stories.checklist import Point, Replies
from stories.enums import Decision, Stage
from stories.models import Story
from stories.moderation import StageRefused
from stories.release import read_website
from tests.journeys.people import PICTURES
from tests.stories.factories import look_through, make_story, make_themes, part_of, sit_down
from tests.stories.reading import ALL_WELL, doubting

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A nickname that is an ordinary word: only a reader sees that it is a name.
TEXT = "Dr Hale held my arm on Juniper Ward. Then Dr Hale left. Only sunny sat with me."
Open = Callable[..., "Page"]


def pictures() -> Path:
    """For docs/for-editors.md: made small by scripts/pictures.py."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES


def decide_by_keyboard(page: "Page", keys: str) -> None:
    """Each group in turn, each decision shown before the next."""
    page.locator("[data-ready]").wait_for(state="attached")
    page.keyboard.press("n")
    for key in keys:
        left = page.locator("#groups li").count()
        page.keyboard.press(key)
        page.wait_for_function("left => document.querySelectorAll('#groups li').length < left", arg=left)


def describe_and_hand_over(page: "Page", base: str, story: Story) -> None:
    page.goto(base + reverse("stories_admin:describe", args=[story.pk]))
    page.fill("input[name=title]", "Somebody sat with me")
    page.locator("input[value=physical-restraint]").evaluate("node => { node.checked = true }")
    with page.expect_navigation():
        page.get_by_role("button", name="Keep it").click()
    hand_over(page)


def hand_over(page: "Page") -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Hand to a second reader").click()


def test_the_road_with_a_name_that_was_missed(open_as: Open, editor: User, second: User) -> None:
    make_themes()
    story = make_story("sent", text=TEXT)
    look_through(story)
    cover = reverse("stories_admin:story", args=[story.pk])
    bench = reverse("stories_admin:words", args=[story.pk, part_of(story).pk])
    reading = reverse("stories_admin:reading", args=[story.pk])

    page = open_as(editor, cover)
    base = page.url.removesuffix(cover)
    with page.expect_navigation():
        page.get_by_role("button", name="Take this story").click()
    sit_down(story, editor)
    page.goto(base + bench)
    assert page.locator("#groups .group__words").all_inner_texts() == ["Dr Hale", "Juniper Ward"]
    decide_by_keyboard(page, "1")
    page.screenshot(path=pictures() / "workbench.png")
    describe_and_hand_over(page, base, story)
    assert page.get_by_text("1 group of words is not decided yet").is_visible()
    page.goto(base + bench)
    decide_by_keyboard(page, "1")
    page.goto(base + cover)
    hand_over(page)
    page.goto(base + reading)
    page.get_by_text("somebody else reads it a second time").wait_for()
    assert page.locator("button[name=accept]").count() == 0
    with pytest.raises(StageRefused, match="Somebody else must read it"):
        second_reading.accept(story_id=story.pk, replies=ALL_WELL, by=editor)
    story.refresh_from_db()
    assert story.stage == Stage.SECOND_READING

    other = open_as(second, reading)
    assert "sunny" in other.locator(".safe-document").inner_text()
    assert "Hale" not in other.content()
    read_it(other, doubting(Point.PEOPLE, note="The first line: sunny is a name here."), "send_back")
    story.refresh_from_db()
    assert (story.stage, story.current_version_id) == (Stage.ANONYMISING, None)

    page.goto(base + cover)
    page.get_by_role("link", name="Read what they wrote").click()
    page.get_by_text("The first line: sunny is a name here.").wait_for()
    page.get_by_role("link", name="Open the words 1").click()
    page.locator("[data-ready]").wait_for(state="attached")
    page.get_by_label("Words", exact=True).fill("sunny")
    page.get_by_label("Reads instead").fill("my friend")
    page.get_by_role("button", name="Make general").click()
    page.locator("#said").get_by_text("Hidden in 1 place.").wait_for()
    page.goto(base + cover)
    hand_over(page)
    other.goto(base + reading)
    read_it(other, ALL_WELL, "accept")

    story = Story.objects.select_related("current_version").get(pk=story.pk)
    assert story.stage == Stage.WITH_TELLER
    version = story.current_version
    assert version is not None
    approval.answer_version(story_id=story.pk, sha256=version.sha256, decision=Decision.APPROVED)
    page.goto(base + cover)
    with page.expect_navigation():
        page.get_by_role("button", name="Put it on the website").click()
    released = read_website(story_id=story.pk)
    assert released is not None
    [part] = released.parts
    for word in ("Hale", "Juniper", "sunny"):
        assert word not in part.text
    assert "Only my friend sat with me." in part.text


def read_it(page: "Page", replies: Replies, outcome: str) -> None:
    for point, reply in replies.items():
        page.locator(f"input[name=answer_{point}][value={reply.answer}]").check()
        page.locator(f"textarea[name=note_{point}]").fill(reply.note)
    with page.expect_navigation():
        page.locator(f"button[name={outcome}]").click()
