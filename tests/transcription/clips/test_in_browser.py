"""A clip in a real browser: chosen by keyboard, heard by a second person, answered by its teller without scripts."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from common.jobs.run_now import drain
from stories.tellers import SESSION_KEY
from tests.promise.recordings import make_spoken
from tests.services.browser import PLAY_ALL, fits
from tests.stories.factories import make_user
from tests.transcription.clips.factories import BOTH
from transcription.clips.door import read_clip
from transcription.models import Clip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]
SIZES = ((1280, 800), (375, 760))


def look_at(page: Any, axe: Callable[..., None], name: str) -> None:
    """By both widths and in both schemes: it fits, it passes axe, and a picture of it is kept where one is wanted."""
    for width, height in SIZES:
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            if folder := os.environ.get("HEARD_PICTURES"):
                page.screenshot(path=Path(folder) / f"{name} {width} {scheme}.png", full_page=True)
            assert fits(page), (name, width, scheme)
            axe(page)
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})


def test_chosen_heard_and_answered(
    open_as: Callable[..., Any], new_context: Callable[..., Any], live_server: Any, axe: Callable[..., None]
) -> None:
    part = make_spoken("published", purposes=BOTH)
    cutter, second = make_user(Role.EDITOR), make_user(Role.SECOND_READER)
    page = open_as(cutter, reverse("stories_admin:story", args=[part.submission_id]))
    with page.expect_navigation():
        page.get_by_role("link", name="Clips for training").press("Enter")
    look_at(page, axe, "clips")
    page.get_by_role("radio", name="from 00:11").press("Space")
    page.get_by_role("radio", name="to 00:11").press("Space")
    page.get_by_role("button", name="Look at this stretch").press("Enter")
    page.get_by_role("link", name="End a word earlier").press("Enter")
    page.get_by_text("A nurse called a nurse talked me", exact=True).wait_for()
    with page.expect_navigation():
        page.get_by_role("link", name="End a word later").press("Enter")
    look_at(page, axe, "new clip")
    page.get_by_label("What trainers see as its title").press_sequentially("Somebody who talked")
    page.get_by_role("button", name="Cut it").press("Enter")
    page.get_by_text("It is being cut.").wait_for()
    drain()
    clip = Clip.objects.get()
    listening = open_as(second, reverse("transcription:clip", args=[part.submission_id, clip.pk]))
    listening.locator("video").evaluate(PLAY_ALL)
    look_at(listening, axe, "clip")
    listening.get_by_role("button", name="I heard all of it").press("Enter")
    listening.get_by_text("Now its teller is asked.").wait_for()
    phone = teller_page(new_context, live_server, part)
    phone.get_by_role("link", name="Listen and answer").click()
    look_at(phone, axe, "teller clips")
    phone.get_by_role("button", name="Yes, trainers may play it").click()
    phone.get_by_text("You said yes.").wait_for()
    assert read_clip(clip_id=clip.pk) is not None
    phone.get_by_role("button", name="Take my yes back").click()
    phone.get_by_text("You said no. Nobody hears it.").wait_for()
    assert read_clip(clip_id=clip.pk) is None


def teller_page(new_context: Callable[..., Any], live_server: Any, part: Any) -> Any:
    """Their own page, on a phone without JavaScript."""
    session = Client().session
    session[SESSION_KEY] = str(part.submission.teller_id)
    session.save()
    context = new_context(java_script_enabled=False, viewport={"width": 375, "height": 760})
    context.add_cookies([{"name": "session", "value": session.session_key, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("back:story"))
    return page


def test_words_are_marked_with_the_mouse(open_as: Callable[..., Any]) -> None:
    part = make_spoken("published", purposes=BOTH)
    page = open_as(make_user(Role.EDITOR), reverse("transcription:clips", args=[part.submission_id, part.pk]))
    page.locator("[data-first='8']").evaluate(
        """(word) => {
          const range = document.createRange();
          range.setStart(word.firstChild, 0);
          range.setEnd(document.querySelector("[data-first='11']").firstChild, 2);
          getSelection().removeAllRanges(); getSelection().addRange(range);
        }"""
    )
    page.get_by_text("staff held me on", exact=True).wait_for()
    page.get_by_role("button", name="Look at this stretch").click()
    page.locator(".clip-words__heard").get_by_text("staff held me on").wait_for()
