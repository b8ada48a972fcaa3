"""The read-only API: what the website shows and nothing else, a page at a time, through the gate each time."""

from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stories.enums import Purpose
from stories.withdrawal import take_back_purpose
from tests.promise.addresses import every_route
from tests.stories.factories import TITLE, make_story, make_themes

pytestmark = pytest.mark.django_db

LIST = "/api/v2/stories/"
CARD = {
    "id",
    "meta",
    "title",
    "summary",
    "language",
    "published_on",
    "trust",
    "setting",
    "minutes",
    "content_notes",
    "themes",
    "fictional",
}


def read(address: str, status: int = 200, **query: object) -> dict:
    answer = Client().get(address, query)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_story_has_the_fields_of_its_page_and_no_others() -> None:
    story = make_story("published")
    listed = read(LIST)
    [card] = listed["items"]
    assert set(card) == CARD
    assert card["title"] == TITLE
    assert listed["meta"] == {"limit": 20, "next": None}
    whole = read(card["meta"]["detail_url"])
    assert set(whole) == CARD | {"parts"}
    assert "held my arm" in repr(whole["parts"])
    assert "Larch" not in repr(whole)
    assert set(whole["parts"][0]) == {"kind", "question", "paragraphs"}
    page = Client().get(card["meta"]["html_url"]).content.decode()
    assert all(term["label"].lower() in page.lower() for term in card["themes"] + card["content_notes"])
    assert str(story.pk) == card["id"]


UNSEEN = ("sent", "second_read", "approved", "refused", "held", "withdrawn", "erased", "expired")


@pytest.mark.parametrize("state", UNSEEN)
def test_what_readers_may_not_see_is_in_neither_answer(state: str) -> None:
    story = make_story(state, title="Not for anybody")
    assert read(LIST)["items"] == []
    answer = Client().get(f"{LIST}{story.pk}/")
    assert answer.status_code == 404
    assert b"Not for anybody" not in answer.content


def test_a_yes_that_is_taken_back_shuts_both_at_once() -> None:
    story = make_story("published")
    take_back_purpose(submission_id=story.pk, purpose=Purpose.WEBSITE)
    assert read(LIST)["items"] == []
    read(f"{LIST}{story.pk}/", status=404)
    read(f"{LIST}{uuid4()}/", status=404)


def test_pages_follow_one_another_to_the_end_and_hold_each_story_once() -> None:
    made = {str(make_story("published").pk) for _ in range(5)}
    address, seen = f"{LIST}?limit=2", []
    while address:
        answer = read(address)
        seen += [card["id"] for card in answer["items"]]
        address = answer["meta"]["next"]
    assert len(seen) == 5
    assert set(seen) == made


def test_a_theme_narrows_the_list() -> None:
    story = make_story("published", themes=["kindness"])
    make_story("published", themes=["aftercare"])
    assert [card["id"] for card in read(LIST, theme="kindness")["items"]] == [str(story.pk)]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "21"},
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "9" * 400},
        {"limit": "²"},
        {"offset": "0"},
        {"fields": "*"},
        {"search": "tea"},
        {"order": "event_year"},
        {"theme": "cn-restraint"},
        {"theme": "nonsense"},
        {"before": "yesterday"},
        {"before": "2026-99-99T00:00:00Z"},
        {"before": "2026-01-01T00:00:00"},
    ],
)
def test_what_is_not_offered_is_refused_in_words(query: dict[str, str]) -> None:
    make_themes()
    assert read(LIST, status=400, **query)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(method: str) -> None:
    story = make_story("published")
    for address in (LIST, f"{LIST}{story.pk}/"):
        assert getattr(Client(), method)(address).status_code in (403, 405)


def test_no_other_endpoint_is_there_and_nothing_may_be_kept() -> None:
    found = [route for route, _parameters, _ours in every_route() if route.startswith("api/")]
    assert found == ["api/v2/stories/", "api/v2/stories/<pk>/"]
    for address in ("/api/v2/pages/", "/api/v2/images/", "/api/v2/documents/", "/api/v2/stories/find/"):
        assert Client().get(address).status_code == 404
    kept = Client().get(LIST)["Cache-Control"]
    assert "no-cache" in kept
    assert "private" in kept


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_often_for_three_stories_as_for_one(count: int) -> None:
    made = [make_story("published") for _ in range(count)]
    addresses = {LIST: 4, f"{LIST}{made[0].pk}/": 3}
    for address in addresses:
        read(address)
    asked = {}
    for address in addresses:
        with (
            CaptureQueriesContext(connections["default"]) as one,
            CaptureQueriesContext(connections["keyring"]) as two,
        ):
            read(address)
        asked[address] = len(one) + len(two)
    assert asked == addresses
