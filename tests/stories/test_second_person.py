"""What the second person must have heard, by hash, before a teller is asked; and who that person may be."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from common import audit
from stories import approval, copies, moderation, second_person
from stories.copies import copies_on_offer, heard_copy, mark_waiting
from stories.enums import Decision, PartKind, Stage
from stories.errors import StageRefused
from stories.models import CopyAnswer, CopyHearing, SealedPart, Story
from stories.review import copies_to_hear, version_for_teller
from tests.stories.factories import make_user
from tests.stories.recordings import Copies, copies_of_nobody, make_recorded

pytestmark = pytest.mark.django_db
FIRST, REMADE = "a" * 64, "b" * 64


@pytest.fixture
def made() -> Iterator[Copies]:
    with copies_of_nobody() as fake:
        yield fake


@pytest.fixture
def reader() -> User:
    return make_user(Role.SECOND_READER)


def accept(story: Story, by: User) -> Story:
    return moderation.accept_second_reading(story_id=story.pk, by=by)


def play(part: SealedPart, sha256: str, by: User) -> None:
    second_person.note_opened(part_id=part.pk, sha256=sha256, by=by)


def late(made: Copies, *, state: str = "approved") -> tuple[Story, SealedPart]:
    """Making the copy failed at first; it was made after the second reading."""
    story, part = make_recorded(state)
    made.made[part.pk] = FIRST
    mark_waiting(story_id=story.pk)
    return Story.objects.get(pk=story.pk), part


def waits(story: Story) -> bool:
    return Story.objects.with_copies_to_hear().filter(pk=story.pk).exists()


def test_while_a_copy_is_made_nobody_is_asked(made: Copies, reader: User) -> None:
    story, part = make_recorded()
    made.making.add(part.pk)
    with pytest.raises(StageRefused, match=r"recording 1 \(Sound recording\) is still being made"):
        accept(story, reader)
    assert Story.objects.get(pk=story.pk).stage == Stage.SECOND_READING


def test_a_copy_that_was_not_played_is_named(made: Copies, reader: User) -> None:
    story, part = make_recorded()
    made.made[part.pk] = FIRST
    play(part, REMADE, reader)  # another copy than the one that would be played
    play(part, FIRST, make_user(Role.SECOND_READER))  # somebody else's ears
    with pytest.raises(StageRefused, match=r"not listened to the safe copy of recording 1"):
        accept(story, reader)
    play(part, FIRST, reader)
    assert accept(story, reader).stage == Stage.WITH_TELLER
    assert [copy.sha256 for copy in copies_on_offer(story_id=story.pk)] == [FIRST]


def test_opened_is_not_heard(made: Copies, reader: User) -> None:
    story, part = make_recorded()
    made.made[part.pk] = FIRST
    play(part, FIRST, reader)
    assert copies_on_offer(story_id=story.pk) == []


def test_whoever_made_it_anonymous_is_no_second_person(made: Copies) -> None:
    story, part = make_recorded()
    made.made[part.pk] = FIRST
    assert story.editor is not None
    play(part, FIRST, story.editor)
    assert not CopyHearing.objects.exists()


def test_when_it_could_not_be_made_the_words_go_on_alone(made: Copies, reader: User) -> None:
    story, _part = make_recorded()
    assert accept(story, reader).stage == Stage.WITH_TELLER
    assert copies_on_offer(story_id=story.pk) == []


def test_a_late_copy_waits_for_a_second_person_and_then_for_its_teller(made: Copies, reader: User) -> None:
    story, part = late(made)
    assert waits(story)
    assert not copies_to_hear(submission=story.submission)
    shown = version_for_teller(submission_id=story.pk)
    assert shown is not None
    assert shown.unheard == ()
    with pytest.raises(approval.VersionChanged):
        approval.answer_copies(story_id=story.pk, heard=[FIRST], approved=True)
    play(part, FIRST, reader)
    second_person.say_heard(story_id=story.pk, heard=[FIRST], by=reader)
    assert not waits(story)
    assert copies_to_hear(submission=story.submission)
    approval.answer_copies(story_id=story.pk, heard=[FIRST], approved=True)
    assert heard_copy(part_id=part.pk) == FIRST


def test_a_copy_made_anew_needs_a_second_person_again(made: Copies, reader: User) -> None:
    story, part = late(made)
    play(part, FIRST, reader)
    second_person.say_heard(story_id=story.pk, heard=[FIRST], by=reader)
    approval.answer_copies(story_id=story.pk, heard=[FIRST], approved=True)
    made.made[part.pk] = REMADE
    mark_waiting(story_id=story.pk)
    assert waits(story)
    assert copies_on_offer(story_id=story.pk) == []
    assert not copies_to_hear(submission=story.submission)
    with pytest.raises(StageRefused, match="made anew"):
        second_person.say_heard(story_id=story.pk, heard=[FIRST], by=reader)
    with pytest.raises(StageRefused, match="not listened"):
        second_person.say_heard(story_id=story.pk, heard=[REMADE], by=reader)


def test_a_late_copy_is_no_work_for_its_editor(made: Copies) -> None:
    story, _part = late(made)
    assert story.editor is not None
    with pytest.raises(StageRefused, match="Somebody else must hear it"):
        second_person.say_heard(story_id=story.pk, heard=[FIRST], by=story.editor)


def test_a_yes_that_no_second_person_stands_behind_opens_nothing(made: Copies) -> None:
    """The gate asks by itself: a row written on any other way is not enough."""
    story, part = late(made)
    [copy] = copies.copies_to_read(story=story)
    copies.write_answers(copies=[copy], approved=True)
    assert CopyAnswer.objects.filter(part=part, approved=True).exists()
    assert heard_copy(part_id=part.pk) == ""


@pytest.mark.parametrize("how", ["sent back", "gone"])
def test_what_waits_no_longer_is_not_listed(how: str, made: Copies) -> None:
    story, _part = late(made)
    if how == "sent back":
        moderation.send_back(story_id=story.pk, by=None)
    else:
        made.made.clear()
        mark_waiting(story_id=story.pk)
    assert not waits(story)
    assert Story.objects.get(pk=story.pk).copy_waits_since is None


def test_held_and_let_go_on_it_still_waits(made: Copies, reader: User) -> None:
    story, part = make_recorded("approved")
    moderation.hold(story_id=story.pk, by=reader)
    made.made[part.pk] = FIRST
    mark_waiting(story_id=story.pk)
    assert not waits(story)
    moderation.resume(story_id=story.pk, by=reader)
    assert waits(story)


def test_the_log_names_the_copy_by_its_hash_and_nothing_else(made: Copies, reader: User) -> None:
    story, part = late(made)
    play(part, FIRST, reader)
    second_person.say_heard(story_id=story.pk, heard=[FIRST], by=reader)
    entry = audit.entries_for(story.pk).first()
    assert (entry.action, entry.user_id) == ("heard.copy_heard", reader.pk)
    assert entry.data == {"part": str(part.pk), "copy": FIRST}


def test_a_no_to_a_version_is_still_written_for_what_was_heard(made: Copies, reader: User) -> None:
    story, part = make_recorded()
    made.made[part.pk] = FIRST
    play(part, FIRST, reader)
    accept(story, reader)
    version = Story.objects.get(pk=story.pk).current_version
    assert version is not None
    approval.answer_version(
        story_id=story.pk, sha256=version.sha256, decision=Decision.CHANGES, heard=[FIRST]
    )
    assert heard_copy(part_id=part.pk) == ""
    assert CopyAnswer.objects.get().approved is False


def test_an_added_recording_is_offered_once_it_is_in_a_version_and_was_heard(
    made: Copies, reader: User
) -> None:
    """Not before: what was added stands in no version yet, whatever copies there are of it."""
    story, part = make_recorded("published")
    SealedPart.objects.filter(pk=part.pk).update(added_at=timezone.now())
    Story.objects.filter(pk=story.pk).update(current_version=None)
    made.made[part.pk] = FIRST
    mark_waiting(story_id=story.pk)
    assert not waits(story)
    assert not copies_to_hear(submission=story.submission)
    Story.objects.filter(pk=story.pk).update(current_version=story.current_version)
    mark_waiting(story_id=story.pk)
    submission = Story.objects.get(pk=story.pk).submission
    assert waits(story)
    assert not copies_to_hear(submission=submission), "no second person heard it"
    play(part, FIRST, reader)
    second_person.say_heard(story_id=story.pk, heard=[FIRST], by=reader)
    assert copies_to_hear(submission=submission)


def test_an_added_recording_in_no_version_is_nobodys_to_hear(made: Copies, reader: User) -> None:
    story, _part = make_recorded("published")
    other = SealedPart.objects.create(
        submission_id=story.pk, kind=PartKind.AUDIO, position=9, added_at=timezone.now()
    )
    made.made = {other.pk: FIRST}
    mark_waiting(story_id=story.pk)
    play(other, FIRST, reader)
    assert not waits(story)
    with pytest.raises(StageRefused, match="No recording waits"):
        second_person.say_heard(story_id=story.pk, heard=[FIRST], by=reader)
    assert not copies_to_hear(submission=story.submission)
