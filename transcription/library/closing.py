"""Closing what training bodies could play: the ledger's lines end in the caller's transaction. The gate is shut."""

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from stories.release import recall_training
from transcription.models import LibraryUse


def close_uses(*, clip_ids: Collection[UUID]) -> None:
    for use in LibraryUse.objects.filter(clip_id__in=clip_ids, closed_at=None):
        recall_training(destination_id=use.pk)
        LibraryUse.objects.filter(pk=use.pk).update(closed_at=timezone.now())


def open_clips_of(*, story_id: UUID) -> set[UUID]:
    uses = LibraryUse.objects.filter(story_id=story_id, closed_at=None)
    return set(uses.values_list("clip_id", flat=True))
