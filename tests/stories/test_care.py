"""A daily number of heavy stories: what counts, when the reminder comes, and that nobody's limit is raised."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from stories import care, second_reading, workbench
from stories.models import Story
from tests.stories.factories import at_time, make_story, make_user, part_of, sit_down

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_a_day(settings):
    settings.HEAVY_STORIES_A_DAY = 2


@pytest.fixture
def lead(db) -> User:
    return make_user(Role.SAFEGUARDING_LEAD)


def opened(lead: User, **wish: object) -> Story:
    story = make_story("written", **wish)
    sit_down(story, lead)
    workbench.open_words(story_id=story.pk, part_id=part_of(story).pk, by=lead)
    return story


def test_the_reminder_comes_before_one_more_than_wanted(lead: User) -> None:
    opened(lead)
    another = make_story("sent")
    assert care.remind(story_id=another.pk, by=lead) is None
    last = opened(lead)
    assert care.remind(story_id=another.pk, by=lead) == care.Reminder(2, 2)
    assert care.remind(story_id=last.pk, by=lead) is None, "it is open already"
    assert care.remind(story_id=another.pk, by=make_user(Role.EDITOR)) is None, "somebody else's day"


def test_what_has_themes_and_no_content_note_is_not_heavy(lead: User) -> None:
    opened(lead)
    opened(lead)
    light = make_story("written", themes=["kindness"])
    assert care.remind(story_id=light.pk, by=lead) is None


def test_yesterday_does_not_count(lead: User) -> None:
    with at_time(timezone.now() - dt.timedelta(days=1)):
        opened(lead)
        opened(lead)
    assert care.remind(story_id=make_story("sent").pk, by=lead) is None


def test_a_second_reader_is_counted_too() -> None:
    reader = make_user(Role.SECOND_READER)
    for _ in range(2):
        second_reading.note_read(story=make_story("handed"), by=reader)
    assert care.remind(story_id=make_story("handed").pk, by=reader) == care.Reminder(2, 2)


def test_ones_own_limit_is_never_above_everybodys(lead: User) -> None:
    care.set_most_a_day(user=lead, most=1)
    assert care.most_a_day(user=lead) == 1
    for most in (0, 3):
        with pytest.raises(care.LimitRefused):
            care.set_most_a_day(user=lead, most=most)


def test_a_lowered_site_limit_holds_for_those_who_had_more(lead: User, settings) -> None:
    care.set_most_a_day(user=lead, most=2)
    settings.HEAVY_STORIES_A_DAY = 1
    assert care.most_a_day(user=lead) == 1


def test_days_are_counted_apart(lead: User) -> None:
    with at_time(timezone.now() - dt.timedelta(days=3)):
        opened(lead)
    story = opened(lead)
    workbench.open_words(story_id=story.pk, part_id=part_of(story).pk, by=lead)
    found = care.exposure(user=lead)
    assert [(day.stories, day.heavy, day.looks) for day in found.days] == [(1, 1, 2), (1, 1, 1)]
    assert found.this_week == 2
