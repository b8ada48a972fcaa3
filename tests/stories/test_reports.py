"""Reports: what is counted and listed, and that what is gone or superseded is not."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.enums import Role
from stories import consent, moderation, reports, safeguarding, workbench
from stories.enums import Form, Purpose, Stage, Why
from stories.flag_enums import FlagKind
from stories.models import StageStay, Story
from stories.withdrawal import take_back
from tests.stories.factories import at_time, make_story, make_user, part_of, sit_down

pytestmark = pytest.mark.django_db


def times(stage: Stage) -> reports.StageTimes:
    return next(each for each in reports.stage_times() if each.stage == stage)


def test_a_stay_is_counted_when_it_ends() -> None:
    with at_time(timezone.now() - dt.timedelta(days=4)):
        story = make_story("sent")
    assert times(Stage.ARRIVED).now == 1
    assert times(Stage.ARRIVED).left == 0
    moderation.take(story_id=story.pk, by=make_user(Role.EDITOR))
    after = times(Stage.ARRIVED)
    assert (after.now, after.left, after.average and round(after.average / dt.timedelta(days=1))) == (0, 1, 4)
    assert times(Stage.ANONYMISING).now == 1


def test_old_stays_are_not_counted() -> None:
    long_ago = timezone.now() - dt.timedelta(days=200)
    StageStay.objects.create(stage=Stage.ARRIVED, until=long_ago, seconds=60)
    assert times(Stage.ARRIVED).left == 0


def test_a_machines_move_is_a_stay_too() -> None:
    make_story("published")
    assert {stay.stage for stay in StageStay.objects.all()} >= {Stage.ARRIVED, Stage.SECOND_READING}


def test_with_tellers_the_longest_first_and_cut() -> None:
    for days in (1, 9, 5):
        story = make_story("second_read")
        Story.objects.filter(pk=story.pk).update(stage_since=timezone.now() - dt.timedelta(days=days))
    make_story("published")
    found = reports.with_tellers(most=2)
    assert [(timezone.now() - row.stage_since).days for row in found.rows] == [9, 5]
    assert found.total == 3
    assert len(reports.with_tellers(most=None).rows) == 3


def test_open_flags_only() -> None:
    lead = make_user(Role.SAFEGUARDING_LEAD)
    safeguarding.raise_flag(story_id=make_story("taken").pk, kind=FlagKind.SELF, by=lead)
    assert reports.flags_open(most=10).total == 1


def test_looks_by_person_with_reasons() -> None:
    story = make_story("taken")
    lead = sit_down(story, make_user(Role.SAFEGUARDING_LEAD), Why.SAFEGUARDING)
    for _ in range(2):
        workbench.open_words(story_id=story.pk, part_id=part_of(story).pk, by=lead)
    [found] = [each for each in reports.looks_by_person() if each.user == lead]
    assert (found.looks, found.stories, found.why) == (2, 1, ((Why.SAFEGUARDING, 2),))


class TestConsentsEnding:
    def listed(self) -> list[str]:
        return [row.purpose for row in reports.consents_ending(most=None).rows]

    def test_only_what_ends_soon(self) -> None:
        months = dt.timedelta(days=30 * 23)
        with at_time(timezone.now() - months):
            make_story("sent", purposes=[Purpose.WEBSITE])
        make_story("sent", purposes=[Purpose.TRAINING])
        assert self.listed() == [Purpose.WEBSITE]

    def test_a_newer_answer_takes_its_place(self) -> None:
        with at_time(timezone.now() - dt.timedelta(days=30 * 23)):
            story = make_story("sent", purposes=[Purpose.WEBSITE])
        consent.give_consent(submission_id=story.pk, purpose=Purpose.WEBSITE, form=Form.TEXT)
        assert self.listed() == []

    def test_a_story_taken_back_is_not_listed(self) -> None:
        with at_time(timezone.now() - dt.timedelta(days=30 * 23)):
            story = make_story("sent", purposes=[Purpose.WEBSITE])
        take_back(submission_id=story.pk)
        assert self.listed() == []
