"""What was found is kept sealed, of the text it was found in and of no other, and goes with its part."""

from collections.abc import Iterator

import pytest

from common.jobs.models import Job
from common.jobs.registry import replaced
from common.jobs.run_now import drain
from stories import additions, parts
from stories.anonymise.detect import detect
from stories.anonymise.stored import KIND, proposals_of
from stories.enums import PartKind
from stories.models import FoundNames, SealedPart
from tests.stories.factories import make_story, make_submission, part_of

pytestmark = pytest.mark.usefixtures("every_db")


@pytest.fixture(autouse=True)
def nobody_transcribes() -> Iterator[None]:
    with replaced("transcribe_recording", lambda run: None):
        yield


WORDS = "Nurse Quillfeather came. It was in Tarnbury."


def asked(part: SealedPart) -> int:
    return Job.objects.filter(kind=KIND, object_id=str(part.pk)).count()


def test_what_is_sent_is_looked_through_by_a_worker() -> None:
    part = part_of(make_story("sent", text=WORDS))
    assert proposals_of(part=part) is None
    drain()
    assert proposals_of(part=part) == tuple(detect(WORDS)) != ()


def test_a_draft_is_its_tellers_alone() -> None:
    part = make_submission(text=WORDS).parts.get()
    assert asked(part) == 0


def test_looking_is_asked_for_once_however_often_it_is_missed() -> None:
    part = part_of(make_story("sent", text=WORDS))
    Job.objects.all().delete()
    assert [proposals_of(part=part), proposals_of(part=part)] == [None, None]
    assert asked(part) == 1


def test_what_is_added_and_what_is_heard_is_looked_through_as_well() -> None:
    story = make_story("sent", recording=b"OggS", transcript=WORDS)
    added = additions.add_words(submission_id=story.pk, text=WORDS)
    heard = SealedPart.objects.get(submission_id=story.pk, kind=PartKind.AUDIO)
    assert (asked(added), asked(heard)) == (1, 1)


def test_another_text_makes_it_stale_until_somebody_looked_again() -> None:
    story = make_story("sent", recording=b"OggS", transcript=WORDS)
    heard = SealedPart.objects.get(submission_id=story.pk, kind=PartKind.AUDIO)
    drain()
    parts.attach_transcript(part_id=heard.pk, text="And " + WORDS)
    heard.refresh_from_db()
    assert proposals_of(part=heard) is None
    drain()
    assert proposals_of(part=heard) == tuple(detect("And " + WORDS))


def test_a_row_that_was_put_beside_another_text_does_not_open() -> None:
    """The sealed list is bound to part and text: a changed hash makes it unreadable, not true."""
    part = part_of(make_story("sent", text=WORDS))
    drain()
    sealed = bytes(FoundNames.objects.get(pk=part.pk).sealed)
    assert b"person" not in sealed
    assert not any(word.encode() in sealed for word in WORDS.split())


def test_a_part_without_words_has_nothing_to_find() -> None:
    story = make_story("sent", recording=b"OggS")
    heard = SealedPart.objects.get(submission_id=story.pk, kind=PartKind.AUDIO)
    assert proposals_of(part=heard) == ()
    assert asked(heard) == 0


def test_it_goes_with_the_part_and_with_the_story() -> None:
    story = make_story("sent", text=WORDS, answers={"felt": WORDS})
    drain()
    assert FoundNames.objects.count() == 2
    SealedPart.objects.filter(submission_id=story.pk).first().delete()
    assert FoundNames.objects.count() == 1
    make_story("erased", text=WORDS)
    assert FoundNames.objects.count() == 1


def test_a_part_that_went_meanwhile_is_no_failure() -> None:
    part = part_of(make_story("sent", text=WORDS))
    telling_id = part.pk
    part.delete()
    drain()
    assert Job.objects.get(kind=KIND, object_id=str(telling_id)).state == "done"
