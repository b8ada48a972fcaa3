"""Building a pack in a real browser: its sections moved and worded by keyboard, words selected to quote, looked at."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from campaigns.enums import Helped, ItemKind
from campaigns.models import Pack
from campaigns.packs.building import pick
from campaigns.packs.feedback import give_feedback
from campaigns.packs.plan import plan_of_pack
from campaigns.packs.reading import read_html
from tests.campaigns.evidence.test_figures import make_figure
from tests.campaigns.factories import (
    make_coordinator,
    make_edition,
    make_group,
    make_pack,
    make_practice,
    make_rule,
    make_stories,
)
from tests.services.browser import fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]
Open = Callable[..., Any]
TEXT = "Nobody told me when it would stop. I lay there for hours, and it was cold.\n\nThen she came in and sat down."


@pytest.fixture
def coordinator() -> User:
    return make_coordinator(make_group())


@pytest.fixture
def pack() -> Pack:
    made = make_pack(stories=make_stories(2, text=TEXT))
    make_rule("g90")
    make_practice("kinder")
    for slug, area, value in (("f1", "England", "9296"), ("f2", "Wales", "412"), ("f3", "Testmoor", "2210")):
        make_figure(slug, area=area, value=value)
        pick(pack_id=made.pk, kind=ItemKind.FIGURE, source_id=slug)
    pick(pack_id=made.pk, kind=ItemKind.STATEMENT, source_id="g90")
    pick(pack_id=made.pk, kind=ItemKind.INITIATIVE, source_id="kinder")
    return made


def look(page: Any, name: str, axe: Callable[..., None], **options: Any) -> None:
    """axe and a picture, wide and narrow, light and dark. docs/for-coordinators.md shows some."""
    for width, height in ((1280, 800), (375, 760)):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            if folder := os.environ.get("HEARD_PICTURES"):
                plain = (
                    f"{name}.png" if (width, scheme) == (1280, "light") else f"{name} {width} {scheme}.png"
                )
                page.screenshot(path=Path(folder) / plain, full_page=True)
            axe(page, **options)
            assert fits(page), (name, width, scheme)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")


def test_sections_are_moved_worded_and_kept(
    coordinator: User, pack: Pack, open_as: Open, axe: Callable[..., None]
) -> None:
    page = open_as(coordinator, reverse("packs:words", args=[pack.pk]))
    page.locator("[data-streamfield-child]").first.wait_for()
    # Wagtail's own editor: what its toolbar breaks is not ours to mend.
    look(page, "coordinator-sections", axe, without=("aria-allowed-attr", "aria-valid-attr-value", "label"))
    second = page.locator("[data-streamfield-child]").nth(1)
    second.get_by_role("button", name="Move up").focus()
    page.keyboard.press("Enter")
    first = page.locator("[data-streamfield-child]").first
    first.locator("textarea").fill("Say when it stops.\nSay who decides.")
    first.locator("input[type=text]").fill("Two things")
    with page.expect_navigation():
        page.get_by_role("button", name="Keep it").click()
    sections = plan_of_pack(Pack.objects.get(pk=pack.pk)).sections
    assert [section.kind for section in sections][:3] == ["asks", "summary", "letter"]
    assert sections[0].heading == "Two things"
    assert sections[0].text.splitlines() == ["Say when it stops.", "Say who decides."]


def test_selected_words_are_quoted_and_the_edition_looks_right(
    coordinator: User, pack: Pack, open_as: Open, axe: Callable[..., None]
) -> None:
    page = open_as(coordinator, reverse("packs:pack", args=[pack.pk]))
    look(page, "coordinator-pack", axe)
    page.get_by_role("link", name="Quote from it").first.click()
    page.locator("#words-of-story p").first.evaluate(
        "p => getSelection().setBaseAndExtent(p.firstChild, 35, p.firstChild, 73)"
    )
    page.wait_for_function("() => document.querySelector('textarea[name=words]').value !== ''")
    look(page, "coordinator-quote", axe)
    with page.expect_navigation():
        page.get_by_role("button", name="Put this quotation in").click()
    assert page.get_by_text("I lay there for hours, and it was cold", exact=False).first.is_visible()
    page.goto(page.url.split("#")[0] + "preview/")
    look(page, "coordinator-preview", axe)
    edition = make_edition(pack=Pack.objects.get(pk=pack.pk))
    assert "I lay there for hours, and it was cold." in read_html(edition=edition)
    if folder := os.environ.get("HEARD_PICTURES"):
        from campaigns.packs.reading import open_pdf

        Path(folder, "pack.pdf").write_bytes(open_pdf(edition=edition).read())


def test_a_readers_answer_is_worded_before_it_is_passed_on(
    coordinator: User, pack: Pack, open_as: Open, axe: Callable[..., None]
) -> None:
    edition = make_edition(pack=pack)
    give_feedback(
        edition=edition, helped=Helped.YES, job="Matron", will_do="A clock by June. Ask ann@trust.example"
    )
    give_feedback(edition=edition, helped=Helped.NO, job="Ward manager", will_do="")
    page = open_as(coordinator, reverse("packs:edition", args=[edition.pk]))
    look(page, "coordinator answers", axe)
    page.get_by_role("button", name="Pass it on, as a promise").press("Enter")
    page.get_by_text("Take out the e-mail address").wait_for()
    look(page, "coordinator answers refused", axe)
    page.get_by_label("The promise").fill("A clock by 1 June 2027.")
    page.get_by_role("button", name="Pass it on, as a promise").press("Enter")
    page.get_by_text("Passed on", exact=True).wait_for()
    assert pack.campaign.commitments.get().text == "A clock by 1 June 2027."
