"""The pages behind a teller's own, in a real browser: axe in both schemes, and nothing wider than a phone."""

from collections.abc import Callable
from typing import Any

import pytest

from stories import additions, messages
from tests.campaigns.factories import make_campaign, make_edition, make_pack
from tests.stories.factories import make_story, make_teller, make_themes
from tests.stories.views.test_in_browser import LOOKS, Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]


@pytest.mark.parametrize("look", LOOKS)
def test_talking_adding_saving_and_taking_a_part_back(
    look: str, live_server: Any, new_context: Callable[..., Any], axe: Callable[..., None]
) -> None:
    make_themes()
    teller, words = make_teller()
    story = make_story("published", teller=teller)
    campaign = make_campaign(public=True)
    make_edition(pack=make_pack(stories=[story], campaign=campaign))
    messages.write_as_teller(submission_id=story.pk, text="May I change a word?\n\nIt is in the second part.")
    assert story.editor is not None
    messages.write_as_editor(story_id=story.pk, text="Yes, any word. Ros", by=story.editor)
    scheme, width, height = LOOKS[look]
    context = new_context(color_scheme=scheme, viewport={"width": width, "height": height})
    walk = Walk(context.new_page(), live_server.url, axe, look)
    walk.page.goto(f"{walk.address}/return/")
    walk.page.get_by_label("Type the words").fill(words)
    walk.press("Open my page")
    walk.open("/return/messages/")
    walk.press("Send my message")
    walk.open("/return/download/")
    walk.open("/return/where/")
    walk.open("/return/more/")
    walk.page.get_by_label("What would you like to add?").fill("There was more.")
    walk.press("Add it to my story")
    part = additions.added_parts(submission_id=story.pk).get()
    walk.open("/return/take-back/")
    walk.open(f"/return/part/{part.pk}/")
    walk.press("Take this part back and erase it")
    assert walk.page.get_by_role("heading", name="You took back one part").is_visible()
