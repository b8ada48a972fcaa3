"""Who looked at which sealed part, when and why: nothing opens before it is written down."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.enums import Role
from common import audit
from stories import looks, workbench
from stories.enums import Stage, Why
from stories.errors import StageRefused
from stories.looks import WhyNotSaid
from stories.models import Story
from tests.stories.factories import at_time, make_story, make_user, part_of, sit_down

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return make_story("sent")


def actions(story: Story) -> list[str]:
    return [entry.action for entry in audit.entries_for(story.pk)]


def test_who_has_not_said_why_opens_nothing_and_leaves_no_look(story: Story) -> None:
    editor = make_user(Role.EDITOR)
    with pytest.raises(WhyNotSaid):
        workbench.open_words(story_id=story.pk, part_id=part_of(story).pk, by=editor)
    assert looks.READ not in actions(story)


@pytest.mark.parametrize("why", list(Why))
def test_the_reason_is_asked_once_and_stands_beside_each_look(story: Story, why: Why) -> None:
    editor = sit_down(story, make_user(Role.EDITOR), why)
    for _ in range(2):
        workbench.open_words(story_id=story.pk, part_id=part_of(story).pk, by=editor)
    read = [each.data["why"] for each in audit.entries_for(story.pk) if each.action == looks.READ]
    assert read == [why.value] * 2
    assert actions(story).count(looks.BEGUN) == 1


def test_the_reason_is_ones_own_and_for_this_story(story: Story) -> None:
    editor = sit_down(story, make_user(Role.EDITOR))
    assert looks.sitting(story_id=make_story("sent").pk, by=editor) is None
    assert looks.sitting(story_id=story.pk, by=make_user(Role.EDITOR)) is None
    assert looks.sitting(story_id=story.pk, by=editor) is not None


def test_a_sitting_ends(story: Story) -> None:
    editor = make_user(Role.EDITOR)
    with at_time(timezone.now() - looks.SITTING - dt.timedelta(minutes=1)):
        sit_down(story, editor)
    assert looks.sitting(story_id=story.pk, by=editor) is None
    with at_time(timezone.now() - looks.SITTING + dt.timedelta(minutes=1)):
        sit_down(story, editor)
    assert looks.sitting(story_id=story.pk, by=editor) is not None


def test_what_was_said_last_counts(story: Story) -> None:
    editor = sit_down(story, make_user(Role.EDITOR), Why.ANONYMISING)
    sit_down(story, editor, Why.APPEAL)
    now = looks.sitting(story_id=story.pk, by=editor)
    assert now is not None
    assert now.why == Why.APPEAL


def test_going_on_after_a_sitting_keeps_its_reason(story: Story) -> None:
    editor = make_user(Role.EDITOR)
    assert not looks.sit_on(story_id=story.pk, by=editor)
    with at_time(timezone.now() - dt.timedelta(days=2)):
        sit_down(story, editor, Why.MESSAGE)
    assert looks.sit_on(story_id=story.pk, by=editor)
    now = looks.sitting(story_id=story.pk, by=editor)
    assert now is not None
    assert now.why == Why.MESSAGE


@pytest.mark.parametrize("state", ["withdrawn", "erased"])
def test_nobody_sits_down_with_what_was_taken_back(state: str) -> None:
    story = make_story(state)
    with pytest.raises(StageRefused, match=str(Stage(story.stage).label)):
        sit_down(story, make_user(Role.EDITOR))
    assert actions(story).count(looks.BEGUN) == 1, "its editor's own, from before"
