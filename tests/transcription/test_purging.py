"""What happens to copies when consent shrinks or a story is erased, through the real signals and jobs."""

import io

import pytest
from pytest_django.fixtures import Settings

from common.jobs.models import Job
from common.jobs.run_now import drain
from common.jobs.service import enqueue
from common.storages import sealed_storage
from common.vault.files import seal_file
from stories import withdrawal
from stories.consent import give_consent
from stories.enums import Form, Purpose
from stories.models import SealedPart
from tests.transcription.factories import make_heard
from transcription.models import Recording, SafeCopy, Transcript
from transcription.purging import purge_media
from transcription.release import preview_media, read_media
from transcription.safe_copies import fill_plan, reserve

pytestmark = pytest.mark.django_db


def agree(part: SealedPart, form: Form) -> None:
    give_consent(
        submission_id=part.submission_id, purpose=Purpose.WEBSITE, form=form, trust_code="", cooling_off=False
    )


def test_a_smaller_yes_retires_the_copy_in_the_same_transaction_and_a_smaller_one_is_made(
    with_model: Settings,
) -> None:
    part = make_heard("published")
    old = SafeCopy.objects.get()
    agree(part, Form.DISGUISED_AUDIO)
    old.refresh_from_db()
    assert old.stale_at is not None
    drain()
    new = SafeCopy.objects.get()
    assert (new.form, new.pk != old.pk) == (Form.DISGUISED_AUDIO, True)
    assert not sealed_storage().exists(old.file_name)
    clip = preview_media(part_id=part.pk)
    assert clip is not None
    assert clip.form == Form.DISGUISED_AUDIO


def test_words_only_leaves_no_copy(with_model: Settings) -> None:
    part = make_heard("published")
    name = SafeCopy.objects.get().file_name
    agree(part, Form.TEXT)
    drain()
    assert not SafeCopy.objects.exists()
    assert not sealed_storage().exists(name)
    assert Transcript.objects.exists()


def test_an_unrelated_change_retires_nothing(with_model: Settings) -> None:
    part = make_heard("published")
    give_consent(
        submission_id=part.submission_id,
        purpose=Purpose.COUNTED,
        form=Form.TEXT,
        trust_code="",
        cooling_off=False,
    )
    assert SafeCopy.objects.get().stale_at is None
    assert not Job.objects.filter(kind="purge_media").exists()


def test_erasing_removes_rows_and_files_and_leaves_other_stories_alone(with_model: Settings) -> None:
    part, other = make_heard("published"), make_heard("published")
    name = SafeCopy.objects.get(recording__part_id=part.pk).file_name
    withdrawal.take_back(submission_id=part.submission_id)
    drain()
    assert not sealed_storage().exists(name)
    assert not Recording.objects.filter(part_id=part.pk).exists()
    assert SafeCopy.objects.get().recording.part_id == other.pk
    assert Transcript.objects.get().recording.part_id == other.pk
    assert preview_media(part_id=other.pk) is not None


def test_purging_broken_off_is_finished_the_next_time(
    with_model: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = make_heard("published")
    name = SafeCopy.objects.get().file_name
    agree(part, Form.TEXT)
    monkeypatch.setattr(SafeCopy, "delete", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        purge_media(story_id=part.submission_id)
    assert not sealed_storage().exists(name)
    monkeypatch.undo()
    purge_media(story_id=part.submission_id)
    purge_media(story_id=part.submission_id)
    assert not SafeCopy.objects.exists()


def test_a_yes_that_comes_after_the_second_reading_has_its_copy_made(
    with_model: Settings, settings: Settings
) -> None:
    settings.COOLING_OFF_DAYS = 14
    part = make_heard("published", form=Form.TEXT)
    assert not SafeCopy.objects.exists()
    give_consent(submission_id=part.submission_id, purpose=Purpose.WEBSITE, form=Form.DISGUISED_AUDIO)
    drain()
    assert SafeCopy.objects.get().form == Form.DISGUISED_AUDIO
    assert preview_media(part_id=part.pk) is not None
    assert read_media(story_id=part.submission_id, part_id=part.pk) is None, "it cools off"


def test_while_the_words_are_worked_on_no_copy_is_made(with_model: Settings) -> None:
    part = make_heard("taken", form=Form.TEXT)
    agree(part, Form.AUDIO)
    assert not Job.objects.filter(kind="make_safe_copy").exists()


def leave_unfinished(part: SealedPart) -> SafeCopy:
    """As a worker leaves it that is killed when the file is sealed and its row is not finished."""
    plan = fill_plan(recording=Recording.objects.get(part_id=part.pk), form=Form.AUDIO, fingerprint="f" * 64)
    left = reserve(plan=plan)
    owner = part.submission_id
    seal_file(owner=owner, context=left.file_context, source=io.BytesIO(b"sound"), name=left.file_name)
    return left


def test_what_a_killed_worker_left_is_played_by_nobody_and_goes_with_the_next_try(
    with_model: Settings,
) -> None:
    part = make_heard("published")
    made, left = SafeCopy.objects.get(), leave_unfinished(part)
    purge_media(story_id=part.submission_id)
    assert sealed_storage().exists(left.file_name), "a worker may still be at it"
    clip = preview_media(part_id=part.pk)
    assert clip is not None
    assert clip.sha256 == made.sha256
    enqueue(kind="make_safe_copy", object_id=part.pk)
    drain()
    assert SafeCopy.objects.get() == made
    assert not sealed_storage().exists(left.file_name)


def test_what_a_killed_worker_left_goes_with_the_story(with_model: Settings) -> None:
    part = make_heard("published")
    left = leave_unfinished(part)
    withdrawal.take_back(submission_id=part.submission_id)
    drain()
    assert not sealed_storage().exists(left.file_name)
    assert not SafeCopy.objects.exists()
    assert not Recording.objects.exists()
