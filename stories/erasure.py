"""Erasing: rows, files, key, in an order that a crash at any point leaves safe to do again."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common.tombstones import bury
from common.vault.files import delete_file
from common.vault.keys import destroy_key
from stories.about_you import forget_about
from stories.enums import Stage, SubmissionState
from stories.locks import hold_story
from stories.models import (
    ContactWish,
    Message,
    Refusal,
    RegisterEntry,
    SafeguardingFlag,
    SealedPart,
    Story,
    StoryDraft,
    Submission,
    Understanding,
    Upload,
    Withdrawal,
)
from stories.pack_search import forget_entry
from stories.partfiles import files_of
from stories.signals import story_erased
from stories.stages import move_from
from stories.uploads.pieces import piece_files
from stories.withdrawal import take_back
from stories.workflow import forget_runs

KIND = "story"


def erase_story(*, submission_id: UUID) -> None:
    """Remove every word, file and key of a story. Idempotent; what stays are ids, dates and the ledgers."""
    names = _file_names(submission_id)
    # The key first: once it is gone nothing readable is left, whatever happens next.
    bury(owner=submission_id, kind=KIND)
    destroy_key(owner=submission_id, kind=KIND)
    _stamp(submission_id=submission_id, field="key_destroyed_at")
    # Again: until then a file could still be sealed and its row written. From here on nobody can seal another.
    for name in names | _file_names(submission_id):
        delete_file(name=name)
    with transaction.atomic():
        hold_story(story_id=submission_id)
        forget_entry(story_id=submission_id)
        story_erased.send(sender=None, story_id=submission_id)
        _remove_rows(submission_id=submission_id)
        forget_about(submission_id=submission_id)
    _stamp(submission_id=submission_id, field="files_removed_at")
    _stamp(submission_id=submission_id, field="finished_at")


def _file_names(submission_id: UUID) -> set[str]:
    parts = files_of(parts=SealedPart.objects.filter(submission_id=submission_id))
    return {*parts, *piece_files(submission_id=submission_id)}


def _open_withdrawals(submission_id: UUID) -> QuerySet[Withdrawal]:
    return Withdrawal.objects.filter(submission_id=submission_id, erase=True)


def _stamp(*, submission_id: UUID, field: str) -> None:
    """The first time counts: doing it again does not move the date on the certificate."""
    _open_withdrawals(submission_id).filter(**{f"{field}__isnull": True}).update(**{field: timezone.now()})


def _remove_rows(*, submission_id: UUID) -> None:
    Upload.objects.filter(submission_id=submission_id).delete()
    SealedPart.objects.filter(submission_id=submission_id).delete()
    RegisterEntry.objects.filter(submission_id=submission_id).delete()
    Understanding.objects.filter(submission_id=submission_id).delete()
    ContactWish.objects.filter(submission_id=submission_id).delete()
    Message.objects.filter(submission_id=submission_id).delete()
    story = Story.objects.filter(pk=submission_id).first()
    if story is not None:
        StoryDraft.objects.filter(story=story).delete()
        SafeguardingFlag.objects.filter(story=story).delete()
        Refusal.objects.filter(story=story).delete()
        Story.objects.filter(pk=story.pk).update(current_version=None, approved_version=None, editor=None)
        move_from(story_id=story.pk, at=[Stage.WITHDRAWN], to=Stage.ERASED)
        forget_runs(story=story)
        story.versions.all().delete()
        story.themes.clear()
        story.anonymisers.clear()
    Submission.objects.filter(pk=submission_id).update(
        state=SubmissionState.ERASED,
        trust=None,
        setting="",
        stay_point="",
        teller_role="",
        told_by="",
        way="",
        event_year=None,
    )


def reapply_erasure(*, owner: UUID) -> bool:
    """After a restore: what was erased is erased again before the site opens. True when it was there again.

    The restored ledger knows of no taking-back: it is told again, so that every yes ends and there is a certificate.
    """
    if not Submission.objects.filter(pk=owner).exclude(state=SubmissionState.ERASED).exists():
        return False
    take_back(submission_id=owner)
    erase_story(submission_id=owner)
    return True
