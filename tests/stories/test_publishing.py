"""Why a story cannot go on the website yet: always the gate's own answer, in words."""

import datetime as dt

import pytest
from django.utils import timezone
from pytest_django import Settings

from stories import consent
from stories.enums import Purpose
from stories.models import Story, StoryVersion
from stories.publishing import publishing_obstacles
from tests.stories.factories import at_time, make_story

pytestmark = pytest.mark.django_db


def test_none_when_the_gate_is_open() -> None:
    assert publishing_obstacles(story=make_story("approved")) == []


def test_no_consent_to_the_website() -> None:
    story = make_story("approved", purposes=[Purpose.COUNTED])
    assert publishing_obstacles(story=story) == ["Its teller has not agreed to this use: This website."]


def test_taken_back() -> None:
    story = make_story("approved")
    consent.withdraw_consent(submission_id=story.pk, purpose=Purpose.WEBSITE)
    assert publishing_obstacles(story=story) == ["Its teller has not agreed to this use: This website."]


def test_cooling_off_until_a_day(settings: Settings) -> None:
    settings.COOLING_OFF_DAYS = 14
    story = make_story("approved", purposes=[])
    with at_time(dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)):
        consent.give_consent(submission_id=story.pk, purpose=Purpose.WEBSITE)
        assert publishing_obstacles(story=story) == [
            "Cooling off: their yes to “This website” counts from 15 March 2026."
        ]


def test_run_out() -> None:
    with at_time(dt.datetime(2023, 3, 1, 12, tzinfo=dt.UTC)):
        story = make_story("approved")
    assert timezone.now().year > 2025
    assert publishing_obstacles(story=story) == ["Their yes to “This website” ran out on 1 March 2025."]


def test_not_approved_yet() -> None:
    assert publishing_obstacles(story=make_story("second_read")) == [
        "Its teller has not approved a version yet."
    ]


def test_there_is_always_a_reason_when_the_gate_is_closed() -> None:
    story = make_story("approved")
    StoryVersion.objects.filter(story=story).update(second_read_at=None)
    assert not Story.objects.releasable(purpose=Purpose.WEBSITE).exists()
    assert len(publishing_obstacles(story=story)) == 1
