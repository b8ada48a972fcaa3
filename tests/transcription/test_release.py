"""The gate for sound and film: asked at every read, and right even when no signal and no worker ever ran."""

import datetime as dt
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.service import enqueue
from stories import moderation, withdrawal
from stories.consent import give_consent
from stories.enums import Form, Purpose
from stories.models import SealedPart, Submission
from tests.promise.recordings import agree
from tests.stories.factories import at_time, make_story, make_user, part_of
from tests.transcription.factories import add_recording, make_heard, send_recording
from transcription.models import Recording, SafeCopy
from transcription.release import ReleasedClip, preview_media, read_media, treated_copies

pytestmark = pytest.mark.django_db


def ask(part: SealedPart) -> ReleasedClip | None:
    return read_media(story_id=part.submission_id, part_id=part.pk)


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """No signal is ever heard."""
    monkeypatch.setattr("transcription.receivers.retire_uncovered", lambda **_: None)
    monkeypatch.setattr("transcription.receivers.forget_story", lambda **_: None)


def test_a_published_story_is_heard(with_model: Settings) -> None:
    part = make_heard("published")
    clip = ask(part)
    assert clip is not None
    assert (clip.story_id, clip.part_id, clip.form) == (part.submission_id, part.pk, Form.AUDIO)
    with clip.open() as file:
        assert len(file.read()) == clip.size


@pytest.mark.parametrize(
    "state", ["handed", "second_read", "approved", "refused", "changes", "held", "withdrawn", "erased"]
)
def test_nothing_before_release_or_after_it(state: str, with_model: Settings, deaf: None) -> None:
    part = make_heard(state)
    assert ask(part) is None


def test_withdrawn_or_erased_not_even_a_preview(with_model: Settings, deaf: None) -> None:
    part = make_heard("published")
    assert preview_media(part_id=part.pk) is not None
    withdrawal.take_back(submission_id=part.submission_id)
    assert preview_media(part_id=part.pk) is None
    assert SafeCopy.objects.filter(stale_at=None).exists(), "the gate did it, not the clearing up"


def test_consent_that_ran_out_is_no_consent(with_model: Settings, deaf: None) -> None:
    part = make_heard("published")
    with at_time(timezone.now() + dt.timedelta(days=365 * 5)):
        assert ask(part) is None
        assert preview_media(part_id=part.pk) is None


@pytest.mark.parametrize("lower", [Form.TEXT, Form.DISGUISED_AUDIO])
def test_a_smaller_yes_stops_the_bigger_copy_at_once(lower: Form, with_model: Settings, deaf: None) -> None:
    part = make_heard("published")
    give_consent(
        submission_id=part.submission_id,
        purpose=Purpose.WEBSITE,
        form=lower,
        trust_code="",
        cooling_off=False,
    )
    assert ask(part) is None
    assert preview_media(part_id=part.pk) is None


def test_a_copy_marked_stale_stays_shut(with_model: Settings) -> None:
    part = make_heard("published")
    SafeCopy.objects.update(stale_at=timezone.now())
    assert ask(part) is None


def test_a_copy_with_another_fingerprint_stays_shut(with_model: Settings) -> None:
    part = make_heard("published")
    SafeCopy.objects.update(fingerprint="0" * 64)
    assert ask(part) is None


def test_a_treatment_that_was_improved_makes_older_copies_stale(
    with_model: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = make_heard("published")
    monkeypatch.setattr("transcription.currency.TREATMENT", "another")
    assert ask(part) is None


def test_sent_back_by_an_editor_stops_it(with_model: Settings, deaf: None) -> None:
    part = make_heard("published")
    moderation.send_back(story_id=part.submission_id, by=make_user())
    assert ask(part) is None


def test_one_storys_recording_is_not_had_through_another(with_model: Settings) -> None:
    part, other = make_heard("published"), make_heard("published")
    assert read_media(story_id=other.submission_id, part_id=part.pk) is None
    assert read_media(story_id=uuid4(), part_id=part.pk) is None
    assert read_media(story_id=part.submission_id, part_id=uuid4()) is None
    assert preview_media(part_id=uuid4()) is None


def test_a_recording_being_erased_is_shut(with_model: Settings) -> None:
    part = make_heard("published")
    Recording.objects.update(erased_at=timezone.now())
    assert ask(part) is None


def test_queries_of_one_question(
    with_model: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    part = make_heard("published")
    Submission.objects.get(pk=part.submission_id)
    with django_assert_num_queries(7):
        assert ask(part) is not None


@pytest.mark.parametrize(
    ("state", "being_made"),
    [
        (JobState.QUEUED, True),
        (JobState.RUNNING, True),
        (JobState.WAITING, True),
        (JobState.FAILED, False),
        (JobState.DONE, False),
    ],
)
def test_a_copy_is_being_made_while_its_job_is_not_done_with(
    testimony: Path, state: JobState, being_made: bool
) -> None:
    part = send_recording(testimony)
    assert not treated_copies([part.pk])[part.pk].being_made
    Job.objects.filter(pk=enqueue(kind="make_safe_copy", object_id=part.pk).pk).update(state=state)
    assert treated_copies([part.pk])[part.pk].being_made == being_made
    agree(part, Form.TEXT)
    now = treated_copies([part.pk])[part.pk]
    assert (now.being_made, now.agreed, now.sha256) == (False, False, "")


def test_of_what_is_not_here_nothing_is_being_made(db: None) -> None:
    assert treated_copies([uuid4()]) == {}


def test_of_a_draft_or_of_writing_nothing_is_known(testimony: Path) -> None:
    story = make_story("handed")
    assert treated_copies([part_of(story).pk, add_recording(testimony).pk]) == {}
