"""Telling: sealed from the first word, replaced and removed while it is a draft, sent once."""

import io
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as project

from common.jobs.models import Job
from common.storages import SealedStorage, StorageFull
from common.vault.errors import KeyDestroyed
from common.vault.keys import data_keys
from stories import telling
from stories.details import say_adult
from stories.enums import PartKind, Stage, SubmissionState
from stories.models import SealedPart, Story, StoryDraft, Submission, Teller
from stories.parts import open_part_media
from tests.stories.factories import make_story

pytestmark = pytest.mark.django_db

CANARY = "qzxtellingxzq"
SOUND = b"OggS not really " * 500


@pytest.fixture
def draft() -> Submission:
    submission = telling.begin_submission()
    say_adult(submission_id=submission.pk, adult=True)
    return submission


def add(submission: Submission, content: bytes = SOUND, kind: PartKind = PartKind.AUDIO) -> SealedPart:
    return telling.add_media(
        submission_id=submission.pk, kind=kind, source=io.BytesIO(content), mime="audio/ogg"
    )


def files() -> set[Path]:
    return {file for file in Path(project.SEALED_ROOT).rglob("*") if file.is_file()}


def test_a_draft_begins_with_a_key_a_teller_and_a_code() -> None:
    submission = telling.begin_submission(language="cy")
    assert submission.state == SubmissionState.DRAFT
    assert submission.language == "cy"
    assert submission.pk in data_keys(owners=[submission.pk])
    assert Teller.objects.get() == submission.teller
    assert str(submission) == submission.reference


def test_a_second_draft_may_be_the_same_tellers_and_has_a_key_of_its_own() -> None:
    first = telling.begin_submission()
    second = telling.begin_submission(teller=first.teller)
    keys = data_keys(owners=[first.pk, second.pk])
    assert first.teller == second.teller
    assert len(set(keys.values())) == 2


def test_words_are_sealed_and_written_again_in_place(draft: Submission) -> None:
    for text in (f"It was {CANARY}.", f"It was {CANARY}, twice."):
        part = telling.write_text(submission_id=draft.pk, text=text)
        assert CANARY.encode() not in bytes(part.sealed_text or b"")
        assert telling.read_draft_text(submission_id=draft.pk) == text
    assert SealedPart.objects.count() == 1
    assert SealedPart.objects.get().text_length == len(text)


def test_nothing_written_reads_as_nothing(draft: Submission) -> None:
    assert telling.read_draft_text(submission_id=draft.pk) == ""


@pytest.mark.parametrize("text", ["", "a\u0000b", "😀" * 1000, "\u202e", "e\u0301", "x" * 200_000])
def test_any_text_comes_back_as_it_was(draft: Submission, text: str) -> None:
    telling.write_text(submission_id=draft.pk, text=text)
    assert telling.read_draft_text(submission_id=draft.pk) == text


def test_words_that_cannot_be_written_down_are_not_repeated_by_the_error(draft: Submission) -> None:
    with pytest.raises(UnicodeEncodeError) as error:
        telling.write_text(submission_id=draft.pk, text=f"{CANARY}\ud800")
    assert CANARY not in str(error.value)
    assert not SealedPart.objects.exists()


def test_a_recording_is_sealed_in_its_turn(draft: Submission) -> None:
    telling.write_text(submission_id=draft.pk, text="Words.")
    first, second = add(draft), add(draft, SOUND[:100], PartKind.VIDEO)
    assert [part.position for part in draft.parts.all()] == [0, 1, 2]
    assert (first.file_size, second.file_size) == (len(SOUND), 100)
    assert len(first.file_sha256) == 64
    with open_part_media(part_id=first.pk) as reader:
        assert reader.read() == SOUND


def test_a_recording_for_what_was_sent_leaves_no_file() -> None:
    story = make_story("sent")
    before = files()
    with pytest.raises(telling.NotADraft, match="already sent"):
        telling.add_media(
            submission_id=story.pk, kind=PartKind.AUDIO, source=io.BytesIO(SOUND), mime="audio/ogg"
        )
    assert files() == before
    assert story.submission.parts.count() == 1


def test_a_full_store_leaves_no_row(draft: Submission, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StorageFull("full")

    monkeypatch.setattr(SealedStorage, "write_stream", refuse)
    with pytest.raises(StorageFull):
        add(draft)
    assert not SealedPart.objects.exists()


def test_a_removed_recording_goes_with_its_file(
    draft: Submission,
    django_capture_on_commit_callbacks,  # type: ignore[no-untyped-def]
) -> None:
    before = files()
    part = add(draft)
    assert len(files()) == len(before) + 1
    with django_capture_on_commit_callbacks(execute=True):
        telling.remove_media(submission_id=draft.pk, part_id=part.pk)
    assert files() == before
    assert not SealedPart.objects.exists()


def test_only_a_recording_of_this_draft_is_removed(draft: Submission) -> None:
    written = telling.write_text(submission_id=draft.pk, text="Words.")
    other = add(telling.begin_submission())
    for part_id in (written.pk, other.pk, uuid4()):
        telling.remove_media(submission_id=draft.pk, part_id=part_id)
    assert SealedPart.objects.count() == 2


def test_what_was_sent_does_not_change() -> None:
    story = make_story("sent", text="As it was.")
    part = story.submission.parts.get()
    for change in (
        lambda: telling.write_text(submission_id=story.pk, text="Other."),
        lambda: telling.remove_media(submission_id=story.pk, part_id=part.pk),
    ):
        with pytest.raises(telling.NotADraft):
            change()
    assert telling.read_draft_text(submission_id=story.pk) == "As it was."


def test_sending_opens_one_story_however_often(draft: Submission) -> None:
    telling.write_text(submission_id=draft.pk, text="Words.")
    first = telling.send_submission(submission_id=draft.pk)
    again = telling.send_submission(submission_id=draft.pk)
    assert first == again == Story.objects.get()
    assert (first.pk, first.reference) == (draft.pk, draft.reference)
    assert (first.stage, first.live) == (Stage.ARRIVED, False)
    assert StoryDraft.objects.get().story == first
    draft.refresh_from_db()
    assert draft.state == SubmissionState.SENT
    assert draft.sent_at is not None


def test_sending_asks_for_each_recording_to_be_heard_once(draft: Submission) -> None:
    parts = {str(add(draft).pk), str(add(draft).pk)}
    for _ in range(2):
        story = telling.send_submission(submission_id=draft.pk)
    assert story.stage == Stage.TRANSCRIBING
    jobs = Job.objects.filter(kind="transcribe_recording")
    assert (jobs.count(), {job.object_id for job in jobs}) == (2, parts)


def test_an_empty_draft_stays_one(draft: Submission) -> None:
    telling.write_text(submission_id=draft.pk, text="  \n ")
    with pytest.raises(telling.NothingToSend):
        telling.send_submission(submission_id=draft.pk)
    assert not Story.objects.exists()
    draft.refresh_from_db()
    assert draft.state == SubmissionState.DRAFT


def test_an_emptied_text_beside_a_recording_is_left_out(draft: Submission) -> None:
    telling.write_text(submission_id=draft.pk, text="")
    part = add(draft)
    telling.send_submission(submission_id=draft.pk)
    assert list(draft.parts.all()) == [part]


def test_nobody_sends_before_saying_eighteen() -> None:
    submission = telling.begin_submission()
    telling.write_text(submission_id=submission.pk, text="Words.")
    with pytest.raises(telling.NotAdult):
        telling.send_submission(submission_id=submission.pk)
    assert not Story.objects.exists()
    assert telling.read_draft_text(submission_id=submission.pk) == "Words."


def test_after_an_erasure_there_is_nothing_to_read() -> None:
    story = make_story("erased")
    assert telling.read_draft_text(submission_id=story.pk) == ""
    with pytest.raises(telling.NotADraft):
        telling.write_text(submission_id=story.pk, text="Again.")
    with pytest.raises(KeyDestroyed):
        add(story.submission)
