"""The first page shows released stories only, and is quiet when there are none."""

import pytest
from django.test import RequestFactory

from stories.home import show_home_stories
from tests.stories.factories import make_story

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
QUERIES = 3  # stories, consents, terms; and one of the keyring


def show():
    return show_home_stories(RequestFactory().get("/"), {})


def test_nothing_to_show_is_an_empty_string():
    make_story("approved", title="Not out yet")
    assert show() == ""


def test_only_what_the_gate_lets_through_is_shown():
    make_story("published", title="A cup of tea")
    for state in ("approved", "expired", "withdrawn"):
        make_story(state, title=f"Hidden because {state}")
    words = show()
    assert "A cup of tea" in words
    assert "Hidden because" not in words
    assert words.count('class="card"') == 1


def test_three_are_shown_and_each_costs_no_more(django_assert_num_queries):
    make_story("published")
    with django_assert_num_queries(QUERIES):
        show()
    for _ in range(4):
        make_story("published")
    with django_assert_num_queries(QUERIES):
        assert show().count('class="card"') == 3
