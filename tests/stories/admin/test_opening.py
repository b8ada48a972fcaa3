"""The first lines, and the rest, without a script."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.enums import Role
from common import audit
from stories import moderation
from stories.models import Story
from tests.stories.factories import make_story, make_user, part_of, sign_in, sit_down

pytestmark = pytest.mark.django_db
Address = Callable[..., str]
LONG = "It was a long night on the ward. " * 30 + "And then the morning came."


@pytest.fixture
def story() -> Story:
    story = make_story("sent", text=LONG)
    moderation.take(story_id=story.pk, by=sit_down(story, make_user(Role.EDITOR)))
    return Story.objects.get(pk=story.pk)


@pytest.fixture
def mine(story: Story) -> Client:
    return sign_in(Client(), story.editor)


def rest(address: Address, story: Story) -> str:
    return address("rest", story, part_id=part_of(story).pk)


def test_first_the_first_lines(mine: Client, story: Story, address: Address) -> None:
    response = mine.get(address("words", story))
    page = response.content.decode()
    assert "It was a long night" in page
    assert "morning" not in page
    assert "About 130 more words." in page
    assert "no-store" in response["Cache-Control"]
    assert rest(address, story) in page
    assert audit.entries_for(story.pk).first().data["extent"] == "first"


def test_then_the_rest_on_purpose_and_it_stays_open(mine: Client, story: Story, address: Address) -> None:
    response = mine.post(rest(address, story), follow=True)
    assert response.redirect_chain == [(address("words", story), 302)]
    assert "morning" in response.content.decode()
    assert "morning" in mine.get(address("words", story)).content.decode()
    assert [each.action for each in audit.entries_for(story.pk)][:3] == [
        "heard.read_sealed",
        "heard.read_sealed",
        "heard.open_rest",
    ]


def test_the_rest_is_never_opened_by_a_link(mine: Client, story: Story, address: Address) -> None:
    assert mine.get(rest(address, story)).status_code == 405
    assert "morning" not in mine.get(address("words", story)).content.decode()


def test_closed_meanwhile(address: Address) -> None:
    story = make_story("handed", text=LONG, hide=())
    client = sign_in(Client(), story.editor)
    for response in (client.get(address("words", story)), client.post(rest(address, story))):
        assert response.url == address("story", story)


def test_a_decision_still_shows_all_of_it(mine: Client, story: Story, address: Address) -> None:
    mine.post(rest(address, story))
    data = {"words": "morning", "kind": "date", "action": "mask"}
    assert ">morning</mark>" in mine.post(address("hide", story), data, follow=True).content.decode()
