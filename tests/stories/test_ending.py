"""Consent that ends by its date: the website's ledger is closed by a daily look, as the gate closed it to readers."""

import datetime as dt

import pytest
from django.utils import timezone

from common.jobs.models import Job
from stories.answers import answer_use
from stories.ending import KIND, check_website, watch_website
from stories.enums import Form, Purpose, Stage
from stories.models import Release, Story
from stories.moderation import hold
from stories.release import read_website
from stories.search import search_stories
from tests.stories.factories import at_time, make_story

pytestmark = pytest.mark.django_db


def the_look(story: Story) -> Job:
    return Job.objects.get(kind=KIND, object_id=str(story.pk))


def test_a_story_on_the_website_is_looked_at_once_a_day() -> None:
    story = make_story("published")
    first = the_look(story)
    assert first.due_at > timezone.now() + dt.timedelta(hours=23)
    first.delete()
    assert check_website(story_id=story.pk) is False
    assert the_look(story).due_at > timezone.now() + dt.timedelta(hours=23)


def test_the_look_after_its_end_closes_the_ledger_and_the_search() -> None:
    story = make_story("expired")
    assert Release.objects.get(submission_id=story.pk).recalled_at is None
    assert read_website(story_id=story.pk) is None, "the gate had closed by itself"
    assert check_website(story_id=story.pk) is True
    again = Story.objects.get(pk=story.pk)
    assert (again.stage, again.live, again.published_at) == (Stage.READY, False, None)
    assert Release.objects.get(submission_id=story.pk).recalled_at is not None
    assert search_stories(query="tea") == []
    assert check_website(story_id=story.pk) is False


def test_a_renewed_yes_keeps_it_there() -> None:
    story = make_story("published", purposes=[Purpose.WEBSITE])
    end = story.submission.consents.get().expires_at
    with at_time(end - dt.timedelta(days=10)):
        assert answer_use(submission_id=story.pk, purpose=Purpose.WEBSITE, form=Form.TEXT)
    with at_time(end + dt.timedelta(days=1)):
        assert check_website(story_id=story.pk) is False
        assert read_website(story_id=story.pk) is not None


def test_a_story_that_is_held_when_its_yes_ends_does_not_come_back_by_itself() -> None:
    story = make_story("published")
    hold(story_id=story.pk, by=story.editor)
    with at_time(timezone.now() + dt.timedelta(days=900)):
        assert check_website(story_id=story.pk) is True
    again = Story.objects.get(pk=story.pk)
    assert (again.stage, again.resume_stage) == (Stage.HELD, Stage.READY)


def test_what_was_published_before_there_was_a_look_is_looked_at_too() -> None:
    story = make_story("published")
    Job.objects.all().delete()
    watch_website()
    watch_website()
    assert the_look(story)
