"""Corrections are kept sealed, beside what the machine heard, and the story's text goes with them."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from common import audit
from stories.erasure import erase_story
from stories.errors import StageRefused
from stories.models import SealedPart
from stories.parts import part_text, redaction_spans, safe_part_text
from stories.withdrawal import take_back
from tests.promise.recordings import make_spoken
from tests.stories.factories import at_time, make_user
from transcription.corrections.changes import Change, ChangedMeanwhile
from transcription.corrections.saving import NoTranscript, history, restore, save_changes
from transcription.models import Listened, Transcript, TranscriptVersion
from transcription.timed import text_of
from transcription.transcripts import current_transcript, open_heard, words

pytestmark = pytest.mark.django_db
WAS = "A nurse called Alan talked me down."
KEY = 4


@pytest.fixture
def part() -> SealedPart:
    return make_spoken("written")


def editor(part: SealedPart) -> User:
    return part.submission.story.editor


def correct(
    part: SealedPart, now: str, *, was: str = WAS, by: User | None = None, teller: bool = False
) -> None:
    who = None if teller else by or editor(part)
    save_changes(part_id=part.pk, changes=[Change("text", KEY, was, now)], by=who)


def test_the_storys_text_is_the_corrected_one_and_what_was_hidden_stays_hidden(part: SealedPart) -> None:
    correct(part, "A nurse called Allan Reed talked me down.")
    text = text_of(words(part_id=part.pk))
    assert part_text(part_id=part.pk) == text
    assert "A nurse called Allan Reed talked me down." in text
    safe = safe_part_text(part_id=part.pk)
    assert "A nurse called a nurse talked me down." in safe
    for segment in words(part_id=part.pk):
        for word in segment.shown:
            assert text[word.begin : word.finish] == word.text
    assert {text[s.start : s.end] for s in redaction_spans(part_id=part.pk)} == {"Juniper Ward", "Allan Reed"}


def test_what_the_machine_heard_is_never_changed(part: SealedPart) -> None:
    transcript = Transcript.objects.get()
    sealed = bytes(transcript.sealed)
    correct(part, "A nurse called Alan sat with me.")
    transcript.refresh_from_db()
    assert bytes(transcript.sealed) == sealed
    assert WAS in text_of(open_heard(transcript=transcript))
    version = TranscriptVersion.objects.get()
    assert b"sat with me" not in bytes(version.sealed)


def test_one_sitting_is_one_version_and_nobody_writes_into_somebody_elses(part: SealedPart) -> None:
    correct(part, "A nurse called Alan sat by me.")
    correct(part, "A nurse called Alan sat with me.", was="A nurse called Alan sat by me.")
    assert [row.number for row in history(part_id=part.pk)] == [1, 0]
    correct(part, "A nurse called Alan held me.", was="A nurse called Alan sat with me.", teller=True)
    with at_time(timezone.now() + dt.timedelta(minutes=30)):
        correct(part, WAS, was="A nurse called Alan held me.", teller=True)
    assert [(row.number, row.by == "teller") for row in history(part_id=part.pk)] == [
        (3, True),
        (2, True),
        (1, False),
        (0, False),
    ]


def test_going_back_is_a_new_version(part: SealedPart) -> None:
    heard = text_of(words(part_id=part.pk))
    correct(part, "Nothing of this.")
    restore(part_id=part.pk, number=0, by=editor(part))
    assert part_text(part_id=part.pk) == heard
    restore(part_id=part.pk, number=1, by=editor(part))
    assert "Nothing of this." in part_text(part_id=part.pk)
    assert [row.number for row in history(part_id=part.pk)] == [3, 2, 1, 0]
    with pytest.raises(TranscriptVersion.DoesNotExist):
        restore(part_id=part.pk, number=9, by=editor(part))


def test_whatever_was_made_of_the_words_before_is_stale(part: SealedPart) -> None:
    """Also when the new words are just as long."""
    before = current_transcript(part_id=part.pk)
    correct(part, "A nurse called Alan walked me down.".replace("walked", "talkéd"))
    after = current_transcript(part_id=part.pk)
    assert before is not None
    assert after is not None
    assert before.mark != after.mark


def test_a_clash_keeps_both(part: SealedPart) -> None:
    correct(part, "A nurse called Alan sat with me.")
    with pytest.raises(ChangedMeanwhile):
        correct(part, "A nurse called Alan held me.")
    assert "sat with me" in part_text(part_id=part.pk)


def test_nobody_else_and_not_once_it_is_frozen(part: SealedPart) -> None:
    with pytest.raises(StageRefused):
        correct(part, "Other words.", by=make_user(Role.EDITOR))
    frozen = make_spoken("handed")
    for teller in (False, True):
        with pytest.raises(StageRefused):
            correct(frozen, "Other words.", teller=teller)
    assert WAS in part_text(part_id=frozen.pk)


def test_a_written_part_has_no_transcript() -> None:
    part = make_spoken("taken")
    Transcript.objects.all().delete()
    with pytest.raises(NoTranscript):
        correct(part, "Other words.")


def test_the_log_says_how_much_and_never_what(part: SealedPart) -> None:
    correct(part, "A nurse called Alan sat with me.")
    entries = audit.entries_for(part.submission_id).filter(action="heard.words_corrected")
    assert [entry.data["stretches"] for entry in entries] == [1]
    assert "sat with" not in str(entries[0].data)


def test_nothing_of_it_outlives_its_story(part: SealedPart) -> None:
    correct(part, "A nurse called Alan sat with me.")
    take_back(submission_id=part.submission_id)
    erase_story(submission_id=part.submission_id)
    assert not TranscriptVersion.objects.exists()
    assert not Listened.objects.exists()
