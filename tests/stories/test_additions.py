"""Adding to a story that was sent: the version that stands stays what it was."""

import io

import pytest

from common.jobs.service import jobs_for
from common.storages import sealed_storage
from stories import additions, moderation, withdrawal, workbench
from stories.additions import AdditionRefused
from stories.enums import PartKind, Stage
from stories.models import SealedPart, Story
from stories.moderation import StageRefused
from stories.release import read_website
from tests.stories.factories import found_nothing, make_story

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
MORE = "And qzxmorexzq came back the next day."


def test_the_standing_version_is_not_touched() -> None:
    story = make_story("published")
    before = read_website(story_id=story.pk)
    part = additions.add_words(submission_id=story.pk, text=MORE)
    assert read_website(story_id=story.pk) == before
    story.refresh_from_db()
    assert (story.stage, story.approved_version_id) == (Stage.PUBLISHED, story.current_version_id)
    assert part.added_at is not None
    assert MORE.encode() not in bytes(part.sealed_text or b"")


def test_it_is_in_the_next_version_and_not_before() -> None:
    story = make_story("published")
    part = additions.add_words(submission_id=story.pk, text=MORE)
    editor = story.editor
    assert editor is not None
    moderation.send_back(story_id=story.pk, by=editor)
    with pytest.raises(StageRefused, match="have not opened yet"):
        moderation.hand_to_second_reader(story_id=story.pk, by=editor)
    workbench.open_words(story_id=story.pk, part_id=part.pk, by=editor)
    with pytest.raises(StageRefused, match="still looking through"):
        moderation.hand_to_second_reader(story_id=story.pk, by=editor)
    found_nothing(story)
    version = moderation.hand_to_second_reader(story_id=story.pk, by=editor)
    story.refresh_from_db()
    texts = [part["text"] for part in moderation.safe_document(story=story)["parts"]]
    assert texts[-1] == MORE
    assert version.number == 2


def test_the_teller_may_have_it_taken_down_first() -> None:
    story = make_story("published")
    additions.add_words(submission_id=story.pk, text=MORE, take_down_first=True)
    assert read_website(story_id=story.pk) is None
    assert Story.objects.get(pk=story.pk).stage == Stage.ANONYMISING


def test_sent_twice_it_is_added_once() -> None:
    story = make_story("sent")
    first = additions.add_words(submission_id=story.pk, text=MORE)
    assert additions.add_words(submission_id=story.pk, text=f" {MORE}\r\n").pk == first.pk
    sound = [
        additions.add_file(
            submission_id=story.pk, kind=PartKind.AUDIO, source=io.BytesIO(b"OggS sound"), mime="audio/ogg"
        ).pk
        for _ in range(2)
    ]
    assert len(set(sound)) == 1
    assert SealedPart.objects.filter(submission_id=story.pk).count() == 3
    assert jobs_for(object_id=sound[0]).filter(kind="transcribe_recording").count() == 1


def test_nothing_is_added_to_what_was_taken_back_and_no_file_is_left() -> None:
    story = make_story("sent")
    withdrawal.take_back(submission_id=story.pk)
    with pytest.raises(AdditionRefused):
        additions.add_words(submission_id=story.pk, text=MORE)
    written: list[str] = []
    storage = sealed_storage()
    original = storage.write_stream
    with pytest.MonkeyPatch.context() as watch:
        watch.setattr(
            type(storage),
            "write_stream",
            lambda self, name, pieces: (written.append(name), original(name, pieces)),
        )
        with pytest.raises(AdditionRefused):
            additions.add_file(
                submission_id=story.pk, kind=PartKind.AUDIO, source=io.BytesIO(b"OggS"), mime="audio/ogg"
            )
    assert written
    assert not any(storage.exists(name) for name in written)


def test_there_is_an_end_to_it() -> None:
    story = make_story("sent")
    for number in range(additions.MOST):
        additions.add_words(submission_id=story.pk, text=f"Part {number}")
    with pytest.raises(AdditionRefused, match="no room"):
        additions.add_words(submission_id=story.pk, text="One more")


def test_a_wish_to_be_disguised_holds_for_what_is_added() -> None:
    story = make_story("sent", recording=b"OggS first")
    SealedPart.objects.filter(submission_id=story.pk, kind=PartKind.AUDIO).update(disguise_voice=True)
    part = additions.add_file(
        submission_id=story.pk, kind=PartKind.AUDIO, source=io.BytesIO(b"OggS more"), mime="audio/ogg"
    )
    assert (part.disguise_voice, part.hide_face) == (True, False)
