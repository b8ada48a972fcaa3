"""Taking back one part: one recording, one picture, the writing. The rest of the story stays with its editors.

In the transaction that asks, the part's words and every version that held it are gone. If the version that stands was
one of them, nothing of the story may be used until one without the part was read and agreed to.

A job then removes the part's files.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common import audit
from common.jobs.service import enqueue
from common.tombstones import bury
from common.vault.files import delete_file
from common.vault.keys import destroy_key
from stories.enums import PartKind, Stage, SubmissionState, UploadState
from stories.locks import hold_submission
from stories.models import (
    Approval,
    SealedPart,
    SecondReading,
    Story,
    StoryDraft,
    StoryVersion,
    Submission,
    Upload,
    Withdrawal,
)
from stories.partfiles import files_of
from stories.parts import leave_transcribing
from stories.people.register import forget_what_is_gone
from stories.references import make_reference
from stories.release import announce, take_down
from stories.sealing import part_ids_of
from stories.stages import move_from

KIND = "part"
FROZEN = (Stage.SECOND_READING, Stage.WITH_TELLER, Stage.READY, Stage.PUBLISHED)


class OnlyPart(Exception):
    """There is nothing else in the story: taking it back is taking back all of it."""


@dataclass(frozen=True)
class PartSent:
    """One part as its teller may know it again."""

    part_id: UUID
    kind: PartKind
    size: int
    text: str


def take_back_part(*, submission_id: UUID, part_id: UUID) -> str | None:
    """The certificate's number; None when there is no such part (any more). Raises OnlyPart."""
    with transaction.atomic():
        submission = hold_submission(submission_id=submission_id)
        if earlier := submission.withdrawals.filter(part_id=part_id).first():
            return str(earlier.number)
        part = submission.parts.filter(pk=part_id).first()
        if part is None or submission.state != SubmissionState.SENT:
            return None
        if submission.parts.count() == 1:
            raise OnlyPart
        made = _take(submission=submission, part=part)
    return str(made.number)


def _take(*, submission: Submission, part: SealedPart) -> Withdrawal:
    part_id = part.pk
    made = submission.withdrawals.filter(part_id=part_id).first() or _record(submission=submission, part=part)
    held = _empty_versions(story_id=submission.pk, part_id=part_id)
    Withdrawal.objects.filter(pk=made.pk).update(part_was_held=bool(held))
    _remove(part)
    forget_what_is_gone(story_id=submission.pk)
    _stop_if_held(story_id=submission.pk, held=held)
    announce(story_id=submission.pk)
    enqueue(kind="erase_part", object_id=made.pk)
    return made


def _record(*, submission: Submission, part: SealedPart) -> Withdrawal:
    made = Withdrawal.objects.create(
        submission=submission,
        number=make_reference(prefix="C", length=8),
        asked_at=timezone.now(),
        part_id=part.pk,
        part_kind=part.kind,
        file_names=files_of(parts=[part]),
    )
    audit.record(
        action="heard.part_back",
        user=None,
        reference=submission.reference,
        object_id=submission.pk,
        data={"certificate": made.number, "part": str(part.pk)},
    )
    return made


def _remove(part: SealedPart) -> None:
    # The sweep of uploads finds what is left of its pieces, should they be joined in this very moment.
    Upload.objects.filter(pk=part.pk).update(state=UploadState.REFUSED)
    part.delete()


def stands_in_version(*, submission_id: UUID, part_id: UUID) -> bool:
    """Whether the version that stands has this part in it; what was added later is in none."""
    version = StoryVersion.objects.filter(pk__in=_current(submission_id)).first()
    held = part_ids_of(versions=[version])[0] if version else frozenset()
    return held is None or part_id in held


def _current(story_id: UUID) -> QuerySet[Story, UUID | None]:
    return Story.objects.filter(pk=story_id).values_list("current_version", flat=True)


def _empty_versions(*, story_id: UUID, part_id: UUID) -> list[UUID]:
    """Every frozen version that holds the part loses its words, and what its teller and its second readers wrote about
    them; number and hash stay.

    Title and summary were written about the whole: they go as well, and are written afresh.
    """
    versions = list(StoryVersion.objects.filter(story_id=story_id))
    holding = [
        version.pk
        for version, held in zip(versions, part_ids_of(versions=versions), strict=True)
        if version.sealed and (held is None or part_id in held)  # an emptied one holds nothing any more
    ]
    StoryVersion.objects.filter(pk__in=holding).update(sealed=b"")
    Approval.objects.filter(version__in=holding).update(sealed_note=None)
    SecondReading.objects.filter(version__in=holding).update(sealed=None)
    # What an editor wrote since the last version may rest on it too, unless a version that stands explains it.
    standing = Story.objects.filter(pk=story_id, current_version__isnull=False)
    if not standing.exclude(current_version__in=holding).exists():
        StoryDraft.objects.filter(story_id=story_id).update(sealed=None)
    return holding


def _stop_if_held(*, story_id: UUID, held: Collection[UUID]) -> None:
    """What was never in the version that stands takes nothing else with it."""
    if _current(story_id).first() in held:  # restored from before it was sent, there is no story yet
        _stop(story_id=story_id)
    leave_transcribing(story_id=story_id)


def _stop(*, story_id: UUID) -> None:
    """Back to its editors, wherever it stood; what is set aside stays there."""
    rows = Story.objects.filter(pk=story_id)
    rows.update(current_version=None, approved_version=None, published_at=None, live=False)
    move_from(story_id=story_id, at=FROZEN, to=Stage.ANONYMISING)
    take_down(story_id=story_id)


def erase_part(*, withdrawal_id: UUID) -> None:
    """The job's: files go, and a tombstone in each database stays. May be repeated from any point."""
    withdrawal = Withdrawal.objects.filter(pk=withdrawal_id).exclude(part_id=None).first()
    if withdrawal is None or withdrawal.part_id is None:
        return
    bury(owner=withdrawal.part_id, kind=KIND)
    destroy_key(
        owner=withdrawal.part_id, kind=KIND
    )  # it has none of its own: this leaves the keyring's tombstone
    for name in withdrawal.file_names:
        delete_file(name=name)
    now = timezone.now()
    open_still = Withdrawal.objects.filter(pk=withdrawal_id, finished_at=None)
    open_still.update(files_removed_at=now, finished_at=now)  # the names stay: an old store may be put back


def reapply_part(*, owner: UUID) -> bool:
    """After a restore: a part that was taken back goes again. True when it was there.

    The restored ledger may know of no taking-back: it is told again, so that its teller has a certificate.
    """
    part = SealedPart.objects.select_related("submission").filter(pk=owner).first()
    if part is None:
        for names in Withdrawal.objects.filter(part_id=owner).values_list("file_names", flat=True):
            for name in names:
                delete_file(name=name)
        return False
    names = files_of(parts=[part])
    _take(submission=part.submission, part=part)
    for name in names:
        transaction.on_commit(partial(delete_file, name=name))
    return True
