"""The second reader's page: the safe version, the list, and two buttons."""

from collections.abc import Callable

import pytest
from django.test import Client

from common import audit
from stories.enums import Stage
from stories.second_reading import Point
from tests.stories.factories import HIDDEN, SUMMARY, TITLE, make_story, sign_in

pytestmark = pytest.mark.django_db
Address = Callable[..., str]
ALL = {"met": Point.values, "accept": "1"}


def test_only_the_safe_version_is_shown_and_no_decision(reading: Client, address: Address) -> None:
    story = make_story("handed")
    response = reading.get(address("reading", story))
    page = response.content.decode()
    assert TITLE in page
    assert SUMMARY in page
    assert "a doctor held my arm" in page
    assert not any(words in page for words, _ in HIDDEN)
    assert "<mark>" not in page
    assert "<ins>" not in page
    assert "no-store" in response["Cache-Control"]


def test_accepted_it_goes_to_the_teller(reading: Client, address: Address) -> None:
    story = make_story("handed")
    page = reading.post(address("reading", story), ALL, follow=True).content.decode()
    assert "the teller is asked now" in page
    story.refresh_from_db()
    assert story.stage == Stage.WITH_TELLER


def test_accepting_twice_is_harmless(reading: Client, address: Address) -> None:
    story = make_story("handed")
    reading.post(address("reading", story), ALL)
    again = reading.post(address("reading", story), ALL)
    assert again.status_code == 422
    assert "With the teller" in again.content.decode()
    assert [e.action for e in audit.entries_for(story.pk)].count("heard.stage") == 3


def test_the_same_editor_is_told_so_on_the_page(address: Address) -> None:
    story = make_story("handed")
    response = sign_in(Client(), story.editor).post(address("reading", story), ALL)
    assert response.status_code == 422
    assert "Somebody else must read it" in response.content.decode()
    story.refresh_from_db()
    assert story.stage == Stage.SECOND_READING


def test_a_point_left_out_keeps_the_others_ticked(reading: Client, address: Address) -> None:
    story = make_story("handed")
    response = reading.post(address("reading", story), {"met": ["people"], "accept": "1"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "5 of them are not ticked" in page
    assert page.count(" checked") == 1


def test_sent_back_with_its_reasons_on_the_storys_page(reading: Client, address: Address) -> None:
    story = make_story("handed")
    met = [point for point in Point.values if point != Point.PLACES]
    page = reading.post(
        address("reading", story), {"met": met, "send_back": "1"}, follow=True
    ).content.decode()
    assert "back with its editor" in page
    assert str(Point.PLACES.label) in page
    assert str(Point.PEOPLE.label) not in page


@pytest.mark.parametrize("state", ["second_read", "approved", "published"])
def test_later_it_can_be_read_but_not_answered(reading: Client, address: Address, state: str) -> None:
    page = reading.get(address("reading", make_story(state))).content.decode()
    assert TITLE in page
    assert 'name="accept"' not in page


@pytest.mark.parametrize("state", ["written", "changes", "erased"])
def test_without_a_version_there_is_nothing_to_read(reading: Client, address: Address, state: str) -> None:
    story = make_story(state)
    response = reading.get(address("reading", story))
    assert response.url == address("story", story)
