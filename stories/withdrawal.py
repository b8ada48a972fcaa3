"""Taking it back. The gate closes in the transaction that asks; the workers then clear what is left everywhere."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from common import audit
from common.jobs.service import enqueue
from stories.consent import withdraw_consent
from stories.enums import Purpose, Stage, SubmissionState
from stories.locks import hold_submission
from stories.models import Submission, Withdrawal
from stories.references import make_reference
from stories.release import announce, take_down
from stories.stages import move_from


class AlreadyErased(Exception):
    """There is nothing left to take back."""


@dataclass(frozen=True)
class TakenBack:
    withdrawal_id: UUID
    number: str


def take_back_purpose(*, submission_id: UUID, purpose: Purpose) -> TakenBack | None:
    """End one use. None when there was no live yes to it."""
    with transaction.atomic():
        if withdraw_consent(submission_id=submission_id, purpose=purpose) is None:
            return None
        if purpose == Purpose.WEBSITE:
            leave_website(story_id=submission_id)
        now = timezone.now()
        made = _record(submission_id=submission_id, purpose=purpose.value, erase=False)
        Withdrawal.objects.filter(pk=made.withdrawal_id).update(files_removed_at=now, finished_at=now)
        return made


def leave_website(*, story_id: UUID) -> None:
    """Off the page, the search and the ledger: its teller said no to it, or their yes ran out.

    Held meanwhile, letting it go on must not put it back there past the ledger.
    """
    move_from(story_id=story_id, at=[Stage.PUBLISHED], to=Stage.READY, live=False, published_at=None)
    take_down(story_id=story_id)


def take_back(*, submission_id: UUID) -> TakenBack:
    """End every use and erase everything. In this transaction the gate closes; a job then destroys what is held.

    Asked twice, it answers with the first certificate's number.
    """
    with transaction.atomic():
        submission = hold_submission(submission_id=submission_id)
        if earlier := submission.withdrawals.filter(erase=True).first():
            return TakenBack(earlier.pk, earlier.number)
        for purpose in Purpose:
            withdraw_consent(submission_id=submission_id, purpose=purpose)
        submission.state = SubmissionState.WITHDRAWN
        submission.save(update_fields=["state"])
        move_from(
            story_id=submission_id,
            at=[stage for stage in Stage if stage not in (Stage.WITHDRAWN, Stage.ERASED)],
            to=Stage.WITHDRAWN,
            live=False,
            published_at=None,
            current_version=None,  # editors and the teller read the version that stands: now none does
            approved_version=None,
        )
        take_down(story_id=submission_id)
        announce(story_id=submission_id)
        made = _record(submission_id=submission_id, purpose="", erase=True)
        enqueue(kind="erase_story", object_id=submission_id)
    return made


def _record(*, submission_id: UUID, purpose: str, erase: bool) -> TakenBack:
    withdrawal = Withdrawal.objects.create(
        submission_id=submission_id,
        number=make_reference(prefix="C", length=8),
        purpose=purpose,
        erase=erase,
        asked_at=timezone.now(),
    )
    reference = Submission.objects.values_list("reference", flat=True).get(pk=submission_id)
    audit.record(
        action="heard.take_back",
        user=None,
        reference=reference,
        object_id=submission_id,
        data={"certificate": withdrawal.number},
    )
    return TakenBack(withdrawal.pk, withdrawal.number)
