"""Nothing is quoted before a named person has listened to it and confirmed it."""

import pytest

from accounts.enums import Role
from common import audit
from stories import moderation
from stories.anonymise.stored import keep_found
from stories.errors import StageRefused
from stories.models import SealedPart, StoryVersion
from tests.promise.recordings import make_spoken
from tests.stories.factories import decide_the_rest, make_user
from transcription.corrections.changes import Change
from transcription.corrections.errors import CannotChange
from transcription.corrections.saving import save_changes
from transcription.listening.heard import confirm, listened_by, note_listened, words_confirmed
from transcription.models import Transcript
from transcription.transcripts import words

pytestmark = pytest.mark.django_db
KEYS = [1, 2, 3, 4, 5]


@pytest.fixture
def part() -> SealedPart:
    return make_spoken("written")


def hand_over(part: SealedPart) -> StoryVersion:
    story = part.submission.story
    keep_found(part=SealedPart.objects.get(pk=part.pk), found=[])  # as a worker does that finds no names
    decide_the_rest(story, story.editor)
    return moderation.hand_to_second_reader(story_id=story.pk, by=story.editor)


def test_a_story_is_not_handed_on_before_all_of_it_was_confirmed(part: SealedPart) -> None:
    editor = part.submission.story.editor
    with pytest.raises(StageRefused, match="5 stretches"):
        hand_over(part)
    note_listened(part_id=part.pk, spans=[(0, 14.0)], by=editor)
    confirm(part_id=part.pk, keys=KEYS[:4], by=editor)
    with pytest.raises(StageRefused, match="1 stretch "):
        hand_over(part)
    assert not StoryVersion.objects.exists()
    note_listened(part_id=part.pk, spans=[(14.0, 18.0)], by=editor)
    confirm(part_id=part.pk, keys=KEYS, by=editor)
    assert [each.confirmed is not None for each in words(part_id=part.pk)] == [True] * 5
    assert hand_over(part).number == 1


def test_nobody_confirms_what_they_have_not_listened_to(part: SealedPart) -> None:
    editor = part.submission.story.editor
    note_listened(part_id=part.pk, spans=[(0.0, 5.0)], by=editor)
    with pytest.raises(CannotChange, match="00:05 to 00:06"):
        confirm(part_id=part.pk, keys=[1, 2], by=editor)
    assert Transcript.objects.get().unconfirmed == 5, "all of them, or none"
    confirm(part_id=part.pk, keys=[1], by=editor)
    assert [each.confirmed is not None for each in words(part_id=part.pk)] == [True, *[False] * 4]


def test_what_somebody_else_heard_does_not_count(part: SealedPart) -> None:
    other = make_user(Role.EDITOR)
    note_listened(part_id=part.pk, spans=[(0.0, 18.0)], by=other)
    with pytest.raises(CannotChange):
        confirm(part_id=part.pk, keys=[1], by=part.submission.story.editor)
    with pytest.raises(StageRefused):
        confirm(part_id=part.pk, keys=[1], by=other)


def test_changed_words_are_heard_again(part: SealedPart) -> None:
    editor = part.submission.story.editor
    note_listened(part_id=part.pk, spans=[(0.0, 18.0)], by=editor)
    confirm(part_id=part.pk, keys=KEYS, by=editor)
    assert words_confirmed(part_id=part.pk, start=0, end=18)
    changes = [Change("text", 4, "A nurse called Alan talked me down.", "A nurse called Alan sat with me.")]
    save_changes(part_id=part.pk, changes=changes, by=None)
    assert not words_confirmed(part_id=part.pk, start=11, end=13)
    assert words_confirmed(part_id=part.pk, start=0, end=9)
    assert not words_confirmed(part_id=part.pk, start=100, end=101), (
        "where nothing is said nothing is confirmed"
    )
    with pytest.raises(StageRefused, match="1 stretch "):
        hand_over(part)


def test_what_was_heard_is_joined_and_stays_inside_the_recording(part: SealedPart) -> None:
    editor = part.submission.story.editor
    note_listened(part_id=part.pk, spans=[(4.0, 6.0), (-3.0, 1.0)], by=editor)
    note_listened(part_id=part.pk, spans=[(5.5, 900.0), (7.0, 2.0)], by=editor)
    assert listened_by(part_id=part.pk, by=editor) == [(0.0, 1.0), (4.0, 18.47)]


def test_the_log_names_who_confirmed(part: SealedPart) -> None:
    editor = part.submission.story.editor
    note_listened(part_id=part.pk, spans=[(0.0, 18.0)], by=editor)
    confirm(part_id=part.pk, keys=KEYS, by=editor)
    entry = audit.entries_for(part.submission_id).get(action="heard.words_confirmed")
    assert (entry.user, entry.data["stretches"]) == (editor, 5)
