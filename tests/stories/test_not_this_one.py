"""*Not this one*: out of one editor's queue, without a reason, and in nobody else's sight."""

import pytest

from accounts.enums import Role
from common import audit
from stories import moderation, not_this_one
from stories.enums import Stage
from stories.models import LeftToOthers, Story
from tests.stories.factories import make_story, make_user

pytestmark = pytest.mark.django_db


def waiting(user: object) -> list[Story]:
    return list(Story.objects.waiting().not_left_by(user))


def test_it_leaves_ones_own_queue_and_no_other() -> None:
    story, other = make_story("sent"), make_story("sent")
    me, you = make_user(Role.EDITOR), make_user(Role.EDITOR)
    for _ in range(2):
        not_this_one.leave_to_others(story_id=story.pk, by=me)
    assert waiting(me) == [other]
    assert waiting(you) == [story, other]
    assert list(Story.objects.left_by(me)) == [story]
    assert list(Story.objects.left_by(you)) == []


def test_a_story_of_mine_goes_back_to_the_others() -> None:
    story = make_story("taken")
    not_this_one.leave_to_others(story_id=story.pk, by=story.editor)
    story.refresh_from_db()
    assert (story.stage, story.editor) == (Stage.ARRIVED, None)


@pytest.mark.parametrize("state", ["taken", "handed", "published"])
def test_a_story_of_somebody_else_stays_where_it_is(state: str) -> None:
    story, me = make_story(state), make_user(Role.EDITOR)
    before = (story.stage, story.editor, audit.entries_for(story.pk).count())
    not_this_one.leave_to_others(story_id=story.pk, by=me)
    story.refresh_from_db()
    assert (story.stage, story.editor, audit.entries_for(story.pk).count()) == before


def test_it_is_in_no_log() -> None:
    story, me = make_story("sent"), make_user(Role.EDITOR)
    before = audit.entries_for(story.pk).count()
    not_this_one.leave_to_others(story_id=story.pk, by=me)
    assert audit.entries_for(story.pk).count() == before


def test_after_all() -> None:
    story, me = make_story("sent"), make_user(Role.EDITOR)
    not_this_one.leave_to_others(story_id=story.pk, by=me)
    not_this_one.take_up_again(story_id=story.pk, by=me)
    assert waiting(me) == [story]
    not_this_one.leave_to_others(story_id=story.pk, by=me)
    moderation.take(story_id=story.pk, by=me)
    assert waiting(me) == [story]
    assert not LeftToOthers.objects.exists()
