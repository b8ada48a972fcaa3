"""Why a story cannot be used, in a real browser: axe in both schemes, and nothing wider than a phone."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stories import refusals
from stories.models import RefusalReason
from stories.replies import load_replies
from tests.stories.factories import make_story, make_teller
from tests.stories.views.test_in_browser import LOOKS, Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]
PICTURES = os.environ.get("HEARD_PICTURES")


@pytest.mark.parametrize("look", LOOKS)
def test_it_passes_axe_and_fits(
    look: str, live_server: Any, new_context: Callable[..., Any], axe: Callable[..., None]
) -> None:
    load_replies()
    teller, words = make_teller()
    story = make_story("taken", teller=teller)
    reason = RefusalReason.objects.get(slug="names-are-the-point")
    own = "Each line of it names him, and I found no way to say it without."
    refusals.turn_down(story_id=story.pk, reason_id=reason.pk, words=own, by=story.editor)  # type: ignore[arg-type]
    scheme, width, height = LOOKS[look]
    context = new_context(color_scheme=scheme, viewport={"width": width, "height": height})
    walk = Walk(context.new_page(), live_server.url, axe, look)

    def keep(name: str) -> None:
        if PICTURES:
            walk.page.screenshot(path=Path(PICTURES) / f"down-{scheme}-{name}.png", full_page=True)

    walk.page.goto(f"{walk.address}/return/")
    walk.page.get_by_label("Type the words").fill(words)
    walk.press("Open my page")
    keep("story")
    walk.open("/return/turned-down/")
    keep("why")
    walk.page.get_by_label("What they should know").fill("I took him out.")
    walk.press("Ask somebody else to look")
    assert walk.page.get_by_role("heading", name="What you asked").is_visible()
    keep("asked")
