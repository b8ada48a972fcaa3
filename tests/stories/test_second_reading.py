"""The second reading: every point, by somebody else."""

import pytest

from accounts.enums import Role
from common import audit
from stories import second_reading
from stories.enums import Stage
from stories.models import Story
from stories.moderation import StageRefused
from stories.second_reading import Point
from tests.stories.factories import TITLE, make_story, make_user

pytestmark = pytest.mark.django_db
ALL = Point.values


def test_accepted_when_every_point_is_met() -> None:
    story, reader = make_story("handed"), make_user(Role.SECOND_READER)
    second_reading.accept(story_id=story.pk, met=ALL, by=reader)
    story.refresh_from_db()
    assert story.stage == Stage.WITH_TELLER
    assert story.current_version.second_reader == reader


@pytest.mark.parametrize("missing", ALL)
def test_one_point_missing_is_enough_to_refuse(missing: str) -> None:
    story = make_story("handed")
    met = [point for point in ALL if point != missing]
    with pytest.raises(StageRefused, match="1 of them"):
        second_reading.accept(story_id=story.pk, met=met, by=make_user(Role.SECOND_READER))
    story.refresh_from_db()
    assert story.stage == Stage.SECOND_READING


def test_the_first_editor_is_refused() -> None:
    story = make_story("handed")
    with pytest.raises(StageRefused, match="Somebody else"):
        second_reading.accept(story_id=story.pk, met=ALL, by=story.editor)


def test_sent_back_with_the_points_in_the_log() -> None:
    story, reader = make_story("handed"), make_user(Role.SECOND_READER)
    met = [Point.PEOPLE, Point.MEANING, Point.COVER]
    second_reading.send_back(story_id=story.pk, met=met, by=reader)
    story.refresh_from_db()
    entry = audit.entries_for(story.pk).first()
    assert story.stage == Stage.ANONYMISING
    assert (entry.action, entry.data) == ("heard.sent_back", {"unmet": "places+times+together"})


@pytest.mark.parametrize("state", ["written", "second_read", "published"])
def test_nothing_is_sent_back_from_elsewhere(state: str) -> None:
    story = make_story(state)
    with pytest.raises(StageRefused):
        second_reading.send_back(story_id=story.pk, met=[], by=make_user(Role.SECOND_READER))
    assert Story.objects.get(pk=story.pk).stage == story.stage


def test_what_is_read_is_the_frozen_version() -> None:
    document = second_reading.read_version(story=make_story("handed"))
    assert document is not None
    assert document["title"] == TITLE
    assert "Larch" not in str(document)


@pytest.mark.parametrize("state", ["written", "erased"])
def test_no_version_no_document(state: str) -> None:
    assert second_reading.read_version(story=make_story(state)) is None
