"""What is still open to its teller's hand, how long it is kept, and throwing it away."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common.jobs.service import enqueue
from stories.consent import withdraw_consent
from stories.enums import GONE, Purpose, SubmissionState
from stories.locks import hold_submission
from stories.models import Submission, Teller

SWEEP = "sweep_draft"


class NotADraft(Exception):
    """It was sent already; the message says what to do."""


def takes_parts(*, submission: Submission) -> bool:
    """Whether its teller may still add writing, recordings and pictures to it."""
    return submission.state == SubmissionState.DRAFT


def hold_open(*, submission_id: UUID) -> Submission:
    """The submission, ours until the caller's transaction ends, and touched just now. Raises NotADraft."""
    submission = hold_submission(submission_id=submission_id)
    if not takes_parts(submission=submission):
        raise NotADraft("This story was already sent. You can come back to it with your receipt.")
    submission.touched_at = timezone.now()
    submission.save(update_fields=["touched_at"])
    return submission


def touch_draft(*, submission_id: UUID) -> None:
    """Its teller came back to it: the days until it is removed are counted anew."""
    drafts = Submission.objects.filter(pk=submission_id, state=SubmissionState.DRAFT)
    drafts.update(touched_at=timezone.now())


def watch_draft(*, submission: Submission) -> None:
    """Look again when it may be time to remove it. In the transaction that begins it."""
    enqueue(kind=SWEEP, object_id=submission.pk, not_before=_removal(submission))


def _removal(submission: Submission) -> dt.datetime:
    return submission.touched_at + dt.timedelta(days=settings.DRAFT_DAYS)


def sweep_draft(*, submission_id: UUID) -> bool:
    """Erase what was begun and left alone for DRAFT_DAYS; True if it was. What was touched since is watched on."""
    with transaction.atomic():
        submission = hold_submission(submission_id=submission_id)
        if submission.state != SubmissionState.DRAFT:
            return False
        if _removal(submission) > timezone.now():
            watch_draft(submission=submission)
            return False
        throw_away(submission_id=submission_id)
    return True


def throw_away(*, submission_id: UUID) -> bool:
    """Close a draft and have all of it erased, key and all; False for what was sent or is gone already.

    It was nowhere yet, so there is no certificate: nothing of it could have been copied.
    """
    with transaction.atomic():
        submission = hold_submission(submission_id=submission_id)
        if submission.state != SubmissionState.DRAFT:
            return False
        for purpose in Purpose:
            withdraw_consent(submission_id=submission_id, purpose=purpose)
        submission.state = SubmissionState.WITHDRAWN
        submission.save(update_fields=["state"])
        _untie_who_left(teller_id=submission.teller_id)
        enqueue(kind="erase_story", object_id=submission_id)
    return True


def _untie_who_left(*, teller_id: UUID) -> None:
    """Whoever has nothing here any more, not even a certificate, is not known by an address either."""
    left = Submission.objects.filter(teller_id=teller_id).exclude(state__in=GONE, sent_at__isnull=True)
    if not left.exists():
        Teller.objects.filter(pk=teller_id).update(email_mac="")
