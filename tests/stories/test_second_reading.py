"""The second reading: every question answered, by somebody else, about exactly what was read."""

import pytest
from django.db import connection

from accounts.enums import Role
from common import audit
from stories import looks, moderation, second_reading, workbench
from stories.checklist import Answer, Point, Reply
from stories.enums import Stage, Why
from stories.looks import WhyNotSaid
from stories.models import SecondReading, Story
from stories.moderation import StageRefused
from stories.part_withdrawal import take_back_part
from stories.second_reading import ListNotAnswered
from tests.stories.factories import TITLE, make_story, make_user
from tests.stories.reading import ALL_WELL, NOTE, doubting

pytestmark = pytest.mark.django_db


def sent_back() -> Story:
    story, reader = make_story("handed"), make_user(Role.SECOND_READER)
    return second_reading.send_back(story_id=story.pk, replies=doubting(Point.PEOPLE), by=reader)


def test_accepted_when_every_answer_is_the_wanted_one() -> None:
    story, reader = make_story("handed"), make_user(Role.SECOND_READER)
    second_reading.accept(story_id=story.pk, replies=ALL_WELL, by=reader)
    story.refresh_from_db()
    row = SecondReading.objects.get()
    assert story.stage == Stage.WITH_TELLER
    assert story.current_version.second_reader == reader
    assert (row.by, row.accepted, row.sha256) == (reader, True, story.current_version.sha256)


@pytest.mark.parametrize("point", Point)
def test_one_doubt_is_enough_to_refuse(point: Point) -> None:
    story = make_story("handed")
    with pytest.raises(ListNotAnswered, match="One answer") as refused:
        second_reading.accept(story_id=story.pk, replies=doubting(point), by=make_user(Role.SECOND_READER))
    story.refresh_from_db()
    assert list(refused.value.missing) == [point]
    assert story.stage == Stage.SECOND_READING
    assert not SecondReading.objects.exists()


def test_nothing_answered_is_refused() -> None:
    story = make_story("handed")
    with pytest.raises(ListNotAnswered, match="6 answers"):
        second_reading.accept(story_id=story.pk, replies={}, by=make_user(Role.SECOND_READER))


def test_the_first_editor_is_refused_and_nothing_is_kept() -> None:
    story = make_story("handed")
    with pytest.raises(StageRefused, match="Somebody else"):
        second_reading.accept(story_id=story.pk, replies=ALL_WELL, by=story.editor)
    assert not SecondReading.objects.exists()


def test_another_version_than_the_one_that_was_read_is_refused() -> None:
    story, reader = make_story("handed"), make_user(Role.SECOND_READER)
    read = story.current_version.sha256
    second_reading.send_back(story_id=story.pk, replies=doubting(Point.COVER), by=reader)
    themes = list(story.themes.values_list("slug", flat=True))
    workbench.describe(story_id=story.pk, title="Afterwards", summary="", themes=themes, by=story.editor)
    moderation.hand_to_second_reader(story_id=story.pk, by=story.editor)
    with pytest.raises(StageRefused, match="newer version"):
        second_reading.accept(story_id=story.pk, replies=ALL_WELL, by=reader, sha256=read)
    with pytest.raises(StageRefused, match="newer version"):
        second_reading.send_back(story_id=story.pk, replies=doubting(Point.COVER), by=reader, sha256=read)


def test_sent_back_with_the_points_in_the_log_and_no_word_of_the_note() -> None:
    story, reader = make_story("handed"), make_user(Role.SECOND_READER)
    replies = doubting(Point.PLACES, Point.TIMES)
    second_reading.send_back(story_id=story.pk, replies=replies, by=reader)
    story.refresh_from_db()
    entry = audit.entries_for(story.pk).first()
    assert story.stage == Stage.ANONYMISING
    assert (entry.action, entry.data) == ("heard.sent_back", {"unmet": "places+times"})
    assert "Zephyrine" not in str([e.data for e in audit.entries_for(story.pk)])
    with connection.cursor() as cursor:
        cursor.execute("select sealed from stories_secondreading")
        assert b"Zephyrine" not in bytes(cursor.fetchone()[0])


def test_sent_back_without_a_doubt_or_without_saying_where_is_refused() -> None:
    story, reader = make_story("handed"), make_user(Role.SECOND_READER)
    with pytest.raises(ListNotAnswered, match="what is wrong"):
        second_reading.send_back(story_id=story.pk, replies=ALL_WELL, by=reader)
    with pytest.raises(ListNotAnswered, match="where") as refused:
        second_reading.send_back(
            story_id=story.pk, replies=doubting(Point.PEOPLE, Point.COVER, note=" "), by=reader
        )
    assert list(refused.value.missing) == [Point.PEOPLE, Point.COVER]
    assert Story.objects.get(pk=story.pk).stage == Stage.SECOND_READING


def test_one_doubt_is_enough_to_send_back_whatever_is_still_open() -> None:
    story = make_story("handed")
    second_reading.send_back(
        story_id=story.pk,
        replies={Point.PEOPLE: Reply(Answer.YES, NOTE)},
        by=make_user(Role.SECOND_READER),
    )
    assert Story.objects.get(pk=story.pk).stage == Stage.ANONYMISING


@pytest.mark.parametrize("state", ["written", "second_read", "published"])
def test_nothing_is_sent_back_from_elsewhere(state: str) -> None:
    story = make_story(state)
    with pytest.raises(StageRefused):
        second_reading.send_back(
            story_id=story.pk, replies=doubting(Point.PEOPLE), by=make_user(Role.SECOND_READER)
        )
    assert Story.objects.get(pk=story.pk).stage == story.stage


def test_its_editor_reads_what_was_written_and_the_look_is_logged() -> None:
    story = sent_back()
    looks.sit_down(story_id=story.pk, why=Why.ANONYMISING, by=story.editor)
    read = second_reading.read_for_editor(story_id=story.pk, by=story.editor)
    assert read is not None
    assert [(point, reply.note) for point, reply in read.doubts] == [(Point.PEOPLE, NOTE)]
    entry = audit.entries_for(story.pk).first()
    assert entry.action == "heard.read_sealed"
    assert entry.data == {"asked": "second_reading", "why": "anonymising"}


def test_nothing_is_opened_before_why_is_said() -> None:
    story = sent_back()
    with pytest.raises(WhyNotSaid):
        second_reading.read_for_editor(story_id=story.pk, by=make_user(Role.EDITOR))


def test_there_is_something_to_read_until_it_is_accepted() -> None:
    story = sent_back()
    assert second_reading.sent_back_notes(story_id=story.pk)
    moderation.hand_to_second_reader(story_id=story.pk, by=story.editor)
    second_reading.accept(story_id=story.pk, replies=ALL_WELL, by=make_user(Role.SECOND_READER))
    assert not second_reading.sent_back_notes(story_id=story.pk)
    assert len(second_reading.readings_of(story_id=story.pk)) == 2


def test_a_part_taken_back_takes_the_notes_about_it() -> None:
    story = make_story("handed", answers={"before": "It was raining that day."})
    second_reading.send_back(
        story_id=story.pk, replies=doubting(Point.PEOPLE), by=make_user(Role.SECOND_READER)
    )
    take_back_part(submission_id=story.pk, part_id=story.submission.parts.first().pk)
    assert SecondReading.objects.get().sealed is None
    assert second_reading.readings_of(story_id=story.pk) == []
    assert not second_reading.sent_back_notes(story_id=story.pk)


def test_what_is_read_is_the_frozen_version() -> None:
    document = second_reading.read_version(story=make_story("handed"))
    assert document is not None
    assert document["title"] == TITLE
    assert "Larch" not in str(document)


@pytest.mark.parametrize("state", ["written", "erased"])
def test_no_version_no_document(state: str) -> None:
    assert second_reading.read_version(story=make_story(state)) is None
