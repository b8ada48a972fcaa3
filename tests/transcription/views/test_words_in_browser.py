"""The teller's page for their own words on a phone, without scripts, in both schemes."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from stories.models import SealedPart
from stories.tellers import SESSION_KEY
from tests.promise.recordings import make_spoken
from tests.services.browser import fits
from transcription.transcripts import words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]


def open_for(part: SealedPart, live_server: Any, context: Any) -> Any:
    session = Client().session
    session[SESSION_KEY] = str(part.submission.teller_id)
    session.save()
    cookie = {"name": "session", "value": str(session.session_key), "url": live_server.url}
    context.add_cookies([cookie])
    return context.new_page()


def test_a_teller_hears_one_line_in_the_player_and_it_stops_there(
    new_context: Callable[..., Any], live_server: Any
) -> None:
    part = make_spoken("written")
    page = open_for(part, live_server, new_context())
    page.goto(live_server.url + reverse("transcription:own_words", args=[part.pk]) + "?page=1")
    assert page.evaluate("document.querySelector('[data-hear] audio').paused")  # nothing plays by itself
    second = words(part_id=part.pk)[1]
    page.evaluate("document.querySelector('[data-hear] audio').muted = true")
    page.get_by_role("link", name="Hear what you said at").nth(1).press("Enter")
    page.wait_for_function("() => !document.querySelector('[data-hear] audio').paused")
    page.wait_for_function("() => document.querySelector('[data-hear] audio').paused")
    stopped = page.evaluate("document.querySelector('[data-hear] audio').currentTime")
    assert second.end - 0.2 <= stopped <= second.end + 0.6
    assert "words" in page.url


def test_a_teller_puts_their_words_right(
    new_context: Callable[..., Any], live_server: Any, axe: Callable[..., None]
) -> None:
    part = make_spoken("written")
    context = new_context(java_script_enabled=False, viewport={"width": 375, "height": 760})
    page = open_for(part, live_server, context)
    page.goto(live_server.url + reverse("back:story"))
    page.get_by_role("link", name="Put right what was written down").click()
    look_at(page, axe, "own words first")
    page.get_by_role("link", name="Open my words").click()
    look_at(page, axe, "own words")
    box = page.get_by_label("What you said at").first
    box.fill("These are the words that I said.")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    page.get_by_text("Saved.").wait_for()
    assert page.get_by_label("What you said at").first.input_value() == "These are the words that I said."
    assert words(part_id=part.pk)[0].text == "These are the words that I said."


def look_at(page: Any, axe: Callable[..., None], name: str) -> None:
    assert page.get_by_text("Exit this page").count()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        if folder := os.environ.get("HEARD_PICTURES"):
            page.screenshot(path=Path(folder) / f"{name} {scheme}.png", full_page=True)
        assert fits(page), (name, scheme)
        axe(page)
