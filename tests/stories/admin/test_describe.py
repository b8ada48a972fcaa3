"""Title, summary, themes and content notes."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from common import audit
from stories.models import Story, StoryDraft, Theme
from stories.sealing import open_draft
from tests.stories.factories import make_story, make_themes, sign_in, sit_down

pytestmark = pytest.mark.django_db
Address = Callable[..., str]
FILLED = {
    "title": "Nine days",
    "summary": "And who was kind.",
    "content_notes": ["cn-restraint"],
    "intervention_types": ["physical-restraint"],
    "experiences": ["aftercare"],
}


@pytest.fixture
def story() -> Story:
    make_themes()
    return make_story("taken")


@pytest.fixture
def mine(story: Story) -> Client:
    return sign_in(Client(), story.editor)


def test_it_is_kept_sealed(mine: Client, story: Story, address: Address) -> None:
    response = mine.post(address("describe", story), FILLED)
    assert response.url == address("story", story)
    draft = StoryDraft.objects.get(story=story)
    assert open_draft(draft=draft) == ("Nine days", "And who was kind.")
    slugs = set(story.themes.values_list("slug", flat=True))
    assert slugs == {"cn-restraint", "physical-restraint", "aftercare"}


def test_no_message_repeats_the_title(mine: Client, story: Story, address: Address) -> None:
    page = mine.post(address("describe", story), FILLED, follow=True).content.decode()
    assert "title, summary and themes are kept" in page
    assert "Nine days" not in page


def test_it_comes_back_filled_in(mine: Client, story: Story, address: Address) -> None:
    mine.post(address("describe", story), FILLED)
    page = mine.get(address("describe", story)).content.decode()
    assert 'value="Nine days"' in page
    assert 'value="cn-restraint" checked' in page
    assert 'value="kindness" checked' not in page


def test_definitions_stand_beside_the_terms(mine: Client, story: Story, address: Address) -> None:
    Theme.objects.filter(slug="aftercare").update(definition="Whether anybody asked afterwards.")
    page = mine.get(address("describe", story)).content.decode()
    assert "Whether anybody asked afterwards." in page


@pytest.mark.parametrize(
    "change", [{"title": "x" * 121}, {"summary": "x" * 601}, {"experiences": ["no-such"]}]
)
def test_an_error_loses_nothing(
    mine: Client, story: Story, address: Address, change: dict[str, object]
) -> None:
    response = mine.post(address("describe", story), FILLED | change)
    page = response.content.decode()
    assert response.status_code == 422
    assert "error-message" in page
    assert 'value="physical-restraint" checked' in page
    assert not StoryDraft.objects.get(story=story).sealed


def test_somebody_else_took_it_meanwhile(
    editor: User, editing: Client, story: Story, address: Address
) -> None:
    sit_down(story, editor)
    response = editing.post(address("describe", story), FILLED)
    page = response.content.decode()
    assert response.status_code == 422
    assert f"{story.editor} has this story now" in page
    assert 'value="Nine days"' in page
    assert 'value="aftercare" checked' in page
    assert not StoryDraft.objects.get(story=story).sealed


def test_the_unfinished_text_beside_it_is_a_look(mine: Client, story: Story, address: Address) -> None:
    mine.get(address("describe", story))
    assert audit.entries_for(story.pk).first().action == "heard.read_sealed"


@pytest.mark.parametrize("state", ["handed", "approved", "published"])
def test_once_handed_over_it_is_closed(editing: Client, address: Address, state: str) -> None:
    story = make_story(state)
    response = editing.post(address("describe", story), FILLED)
    assert response.url == address("story", story)
    assert open_draft(draft=StoryDraft.objects.get(story=story))[0] != "Nine days"
    assert "heard.read_sealed" not in [entry.action for entry in audit.entries_for(story.pk)]


def test_suggestions_lead_to_their_boxes_and_tick_none(story: Story, address: Address) -> None:
    Theme.objects.filter(slug="aftercare").update(phrases=["tea"])
    client = sign_in(Client(), story.editor)
    page = client.get(address("describe", story)).content.decode()
    assert 'href="#theme-aftercare"' in page
    assert 'id="theme-aftercare"' in page
    assert 'id="theme-aftercare" name="experiences" value="aftercare" checked' not in page


def test_no_hidden_word_is_a_cause(address: Address) -> None:
    make_themes()
    Theme.objects.filter(slug="kindness").update(phrases=["larkfield kindness"])
    story = make_story("written", text="Larkfield kindness held me.", hide=[("Larkfield kindness", "they")])
    page = sign_in(Client(), story.editor).get(address("describe", story)).content.decode()
    assert "theme-kindness" in page
    assert 'href="#theme-kindness"' not in page
