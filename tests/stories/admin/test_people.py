"""People and places on their page: told apart and put together, and every look at them in the log."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from common import audit
from stories.bench.layout import key_of
from stories.models import Story
from stories.people.register import open_register
from tests.stories.factories import look_through, make_story, make_user, sign_in, sit_down

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db
TEXT = "Dr Juniper Vale came. Juniper sat with Bryony Keane. Bryony laughed."
BOTH = ["Bryony Keane", "Bryony"]


@pytest.fixture
def story() -> Story:
    story = make_story("taken", text=TEXT)
    look_through(story)
    return story


@pytest.fixture
def address(story: Story) -> str:
    return reverse("stories_admin:people", args=[story.pk])


def looks(story: Story) -> list[dict[str, object]]:
    return [dict(e.data) for e in audit.entries_for(story.pk).filter(action="heard.read_sealed")]


def test_a_look_is_logged_with_why_and_no_words(client: Client, story: Story, address: str) -> None:
    before = len(looks(story))
    page = sign_in(client, story.editor).get(address).content.decode()
    assert "Bryony Keane" in page
    assert looks(story)[0] == {"register": 1, "why": "anonymising"}
    assert len(looks(story)) == before + 1


def test_put_together_and_taken_out(client: Client, story: Story, address: str) -> None:
    sign_in(client, story.editor)
    assert client.post(address, {"same": [key_of(words) for words in BOTH]}).status_code == 302
    [entry] = open_register(story_id=story.pk).own
    assert set(entry.forms) == set(BOTH)
    assert client.post(address, {"out": f"{entry.who} {key_of('Bryony')}"}).status_code == 302
    assert [e.forms for e in open_register(story_id=story.pk).own] == [("Bryony Keane",), ("Bryony",)]


def test_one_alone_is_said_and_stays_ticked(client: Client, story: Story, address: str) -> None:
    response = sign_in(client, story.editor).post(address, {"same": [key_of("Bryony")]})
    assert response.status_code == 422
    page = response.content.decode()
    assert "at least two names" in page
    assert f'value="{key_of("Bryony")}" checked' in page


@pytest.mark.parametrize("out", ["", "no-id", "1 2", "' OR 1"])
def test_a_form_that_no_page_sent(client: Client, story: Story, address: str, out: str) -> None:
    assert sign_in(client, story.editor).post(address, {"out": out}).status_code == 404


def test_who_does_not_have_the_story_only_looks(client: Client, story: Story, address: str) -> None:
    other = sit_down(story, make_user(Role.EDITOR))
    sign_in(client, other)
    assert "These are the same" not in client.get(address).content.decode()
    client.post(address, {"same": [key_of(words) for words in BOTH]})
    assert open_register(story_id=story.pk).own == ()


def test_the_same_queries_for_one_name_and_for_many(
    client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    for text in ("Ann Bell came.", f"{TEXT} Ann Bell and Cy Drew left with Mr Oakes."):
        story = make_story("taken", text=text)
        look_through(story)
        sign_in(client, story.editor)
        where = reverse("stories_admin:people", args=[story.pk])
        client.get(where)
        with django_assert_num_queries(QUERIES):
            client.get(where)


QUERIES = 19


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_put_together_by_keyboard_and_the_bench_offers_one_stand_in(
    open_as: "Callable[..., Page]", story: Story, address: str, axe: Callable[..., None]
) -> None:
    page = open_as(story.editor, address)
    axe(page)
    for words in BOTH:
        page.locator(f"[name=same][value='{key_of(words)}']").focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="These are the same").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Together now").first.wait_for()
    axe(page)
    page.goto(page.url.replace("/people/", f"/parts/{story.submission.parts.get().pk}/"))
    offered = [
        page.locator(f"#groups [value='{key_of(words)}']").get_attribute("data-stand-in") for words in BOTH
    ]
    assert offered == ["Sasha Merrow", "Sasha"]
