"""Drafts that are left alone, thrown away, or taken up again."""

import datetime as dt
from unittest import mock

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from common.jobs.models import Job
from common.jobs.run_now import drain
from common.models import Tombstone
from common.vault.keys import data_keys
from stories import drafts, telling
from stories.enums import PartKind, SubmissionState
from stories.models import ConsentRecord, SealedPart, Submission, Teller, Upload, UploadPiece, Withdrawal
from tests.stories.factories import STEPS, Wish, make_story, make_submission, make_teller
from tests.stories.sending import SOUND, Sender, files

pytestmark = pytest.mark.django_db


def left_alone(submission: Submission, *, days: float) -> None:
    then = timezone.now() - dt.timedelta(days=days)
    Submission.objects.filter(pk=submission.pk).update(touched_at=then)


def test_a_draft_is_watched_from_its_first_moment(settings: Settings) -> None:
    settings.DRAFT_DAYS = 30
    submission = telling.begin_submission()
    job = Job.objects.get(kind="sweep_draft", object_id=str(submission.pk))
    assert job.due_at - submission.touched_at == dt.timedelta(days=30)


def test_what_is_left_alone_is_erased_key_and_all() -> None:
    before = files()
    submission = make_submission(recording=SOUND)
    left_alone(submission, days=30.1)
    assert drafts.sweep_draft(submission_id=submission.pk)
    drain()
    submission.refresh_from_db()
    assert submission.state == SubmissionState.ERASED
    assert data_keys(owners=[submission.pk]) == {}
    assert Tombstone.objects.filter(owner=submission.pk, kind="story").exists()
    assert not SealedPart.objects.exists()
    assert files() == before
    assert not Withdrawal.objects.exists()
    latest = {row.purpose: row.granted for row in ConsentRecord.objects.order_by("id")}
    assert set(latest.values()) == {False}


def test_what_was_touched_since_is_watched_on() -> None:
    submission = telling.begin_submission()
    left_alone(submission, days=31)
    telling.write_text(submission_id=submission.pk, text="One more word.")
    Job.objects.all().delete()  # the one that runs now
    assert not drafts.sweep_draft(submission_id=submission.pk)
    submission.refresh_from_db()
    assert submission.state == SubmissionState.DRAFT
    due = Job.objects.filter(kind="sweep_draft", object_id=str(submission.pk)).latest("due_at").due_at
    assert due == submission.touched_at + dt.timedelta(days=30)


def test_coming_back_to_it_counts() -> None:
    submission = telling.begin_submission()
    left_alone(submission, days=31)
    drafts.touch_draft(submission_id=submission.pk)
    assert not drafts.sweep_draft(submission_id=submission.pk)


def test_what_was_sent_is_never_swept_or_thrown_away() -> None:
    story = make_story("sent")
    left_alone(story.submission, days=400)
    assert not drafts.sweep_draft(submission_id=story.pk)
    assert not drafts.throw_away(submission_id=story.pk)
    story.submission.refresh_from_db()
    assert story.submission.state == SubmissionState.SENT


@pytest.fixture
def tied() -> Teller:
    teller, _ = make_teller()
    Teller.objects.filter(pk=teller.pk).update(email_mac="a" * 64)
    return teller


def test_whoever_has_nothing_left_is_not_known_by_an_address(tied: Teller) -> None:
    first, second = make_submission(teller=tied), make_submission(teller=tied)
    assert drafts.throw_away(submission_id=first.pk)
    tied.refresh_from_db()
    assert tied.email_mac, "another draft is left"
    left_alone(second, days=31)
    assert drafts.sweep_draft(submission_id=second.pk)
    tied.refresh_from_db()
    assert tied.email_mac == ""


@pytest.mark.parametrize("step", ["", "withdrawn", "erased"])
def test_whoever_sent_something_comes_back_to_it_or_its_certificate(tied: Teller, step: str) -> None:
    story = make_story("sent", teller=tied)
    if step:
        STEPS[step](story.submission, Wish())
    assert drafts.throw_away(submission_id=make_submission(teller=tied).pk)
    tied.refresh_from_db()
    assert tied.email_mac


def test_thrown_away_with_a_file_half_way(sender: Sender) -> None:
    before = files()
    path = sender.begun(len(SOUND))
    sender.send(path, 0, SOUND[:1000])
    assert drafts.throw_away(submission_id=sender.submission.pk)
    assert sender.send(path, 1000, SOUND[1000:]).status_code == 409
    drain()
    assert files() == before
    assert not Upload.objects.exists()
    assert not UploadPiece.objects.exists()
    assert sender.ask("HEAD", path).status_code == 404


def test_erased_while_a_piece_arrives_leaves_nothing(sender: Sender) -> None:
    from stories.uploads import receiving

    before = files()
    path = sender.begun(len(SOUND))
    seal = receiving.seal_file

    def meanwhile(**how: object) -> object:
        sealed = seal(**how)  # type: ignore[arg-type]
        drafts.throw_away(submission_id=sender.submission.pk)
        drain()
        return sealed

    with mock.patch.object(receiving, "seal_file", meanwhile):
        assert sender.send(path, 0, SOUND).status_code == 409
    assert files() == before
    assert not SealedPart.objects.filter(kind=PartKind.AUDIO).exists()
