"""How many people tell of a theme: those who agreed to be counted, as of this month, in bands, and never few."""

import datetime as dt

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from common.few import Band, counted_until
from stories import counts
from stories.enums import Purpose
from stories.models import Story, Submission, Teller
from stories.withdrawal import take_back, take_back_purpose
from tests.stories.factories import at_time, make_story

pytestmark = pytest.mark.django_db


def last_month(count: int, **wish: object) -> list[Story]:
    with at_time(counted_until() - dt.timedelta(days=3)):
        return [make_story("approved", **wish) for _ in range(count)]


def test_five_people_are_told_of_and_four_are_not() -> None:
    stories = last_month(5)
    assert counts.people_on(theme="physical-restraint") == Band(5)
    assert counts.people_by_theme() == {"physical-restraint": Band(5), "aftercare": Band(5)}
    take_back(submission_id=stories[0].pk)
    assert not counts.people_on(theme="physical-restraint").told
    assert counts.people_by_theme() == {}


@pytest.mark.parametrize("purposes", [(Purpose.WEBSITE, Purpose.ANY_PACK), (Purpose.COUNTED,)])
def test_only_those_who_said_yes_to_being_counted_whatever_else_they_agreed_to(purposes) -> None:
    last_month(5, purposes=purposes)
    assert counts.people_on(theme="aftercare").told == (Purpose.COUNTED in purposes)


def test_who_says_no_to_being_counted_is_out_at_once() -> None:
    stories = last_month(5)
    take_back_purpose(submission_id=stories[0].pk, purpose=Purpose.COUNTED)
    assert counts.people_by_theme() == {}


def test_people_are_counted_and_not_their_stories() -> None:
    stories = last_month(6)
    Submission.objects.filter(pk__in=[story.pk for story in stories[1:3]]).update(
        teller=Teller.objects.get(submissions=stories[0].pk)
    )
    assert not counts.people_on(theme="aftercare").told


def test_who_comes_this_month_is_counted_from_the_next() -> None:
    last_month(4)
    now = timezone.localtime().replace(day=10)
    with at_time(now):
        make_story("approved")
        assert counts.people_by_theme() == {}
    with at_time(now + dt.timedelta(days=31)):
        assert counts.people_on(theme="aftercare") == Band(5)


def test_invented_stories_are_counted_from_the_first_day() -> None:
    for _ in range(5):
        story = make_story("approved")
        Submission.objects.filter(pk=story.pk).update(fictional=True)
    assert counts.people_on(theme="aftercare") == Band(5)


def test_content_notes_are_no_themes_to_be_counted() -> None:
    last_month(5)
    assert not counts.people_on(theme="cn-restraint").told


def test_what_a_page_shows_is_kept_only_while_nothing_happens(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    stories = last_month(5)
    with at_time(timezone.now()):
        assert counts.people_shown()["aftercare"] == Band(5)
        with django_assert_num_queries(3):
            assert counts.people_shown()["aftercare"] == Band(5)
        take_back_purpose(submission_id=stories[0].pk, purpose=Purpose.COUNTED)
        assert counts.people_shown() == {}


def test_a_yes_that_ends_by_its_date_is_out_of_what_a_page_shows() -> None:
    last_month(5)
    assert counts.people_shown()["aftercare"] == Band(5)
    with at_time(timezone.now() + dt.timedelta(days=800)):
        assert counts.people_shown() == {}


@pytest.mark.parametrize("number", [1, 3])
def test_all_themes_are_counted_in_one_query(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        make_story("approved")
    with django_assert_num_queries(1):
        counts.people_by_theme()
