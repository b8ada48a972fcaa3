"""When a teller's word ends: what training bodies had of it stops in that very transaction; workers do the rest.

What a recalled reel says is that it was recalled. Never which clip, and never whose.
"""

from collections.abc import Callable, Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from common.jobs.service import enqueue
from stories.locks import hold_story
from stories.release import recall_training
from transcription.clips.door import TrainingClip, read_clips
from transcription.enums import ExportState
from transcription.library.closing import close_uses, open_clips_of
from transcription.library.finding import leave
from transcription.library.watching import watch_story
from transcription.models import ReelExport, ReelItem
from transcription.reels.reading import export_ids_holding
from transcription.reels.retiring import retire_export
from transcription.reels.telling import tell_organisation

Beat = Callable[[float | None, str], None]


def stop_what_fell(*, story_id: UUID) -> int:
    """In the caller's transaction: every use closed and every export recalled that holds a clip which may not be
    shown any more. How many exports."""
    exports = list(
        ReelExport.objects.filter(pk__in=export_ids_holding(story_id=story_id)).prefetch_related("items")
    )
    played = open_clips_of(story_id=story_id)
    held = {item.clip_id for export in exports for item in export.items.all()}
    standing = read_clips(clip_ids=played | held) if played | held else {}
    close_uses(clip_ids=played - set(standing))
    fallen = [export for export in exports if not _stands(export, standing)]
    for export in fallen:
        _stop(export)
    return len(fallen)


def _stands(export: ReelExport, standing: dict[UUID, TrainingClip]) -> bool:
    items = export.items.all()
    return all(item.clip_id in standing and standing[item.clip_id].sha256 == item.sha256 for item in items)


def stop_clip(clip_id: UUID) -> None:
    """In the caller's transaction: this clip is out of use for good."""
    leave(clip_id)
    close_uses(clip_ids=[clip_id])
    for story_id in _stories_with(clip_id):
        stop_what_fell(story_id=story_id)


def _stories_with(clip_id: UUID) -> Collection[UUID]:
    exports = ReelExport.objects.filter(items__clip_id=clip_id, recalled_at=None)
    return set(exports.values_list("items__story_id", flat=True))


def forget_story(*, story_id: UUID) -> None:
    """Erased: working reels stop pointing at it."""
    ReelItem.objects.filter(story_id=story_id).delete()


def _stop(export: ReelExport) -> None:
    now, row = timezone.now(), ReelExport.objects.filter(pk=export.pk, recalled_at=None)
    if row.update(state=ExportState.WITHDRAWN, recalled_at=now):
        recall_training(destination_id=export.pk)
        enqueue(kind="recall_reel", object_id=export.pk)


def finish_recall(*, export_id: UUID, beat: Beat = lambda _share, _note: None) -> None:
    """Destroy the recalled export and tell whoever made it. Each step may be done again at any point."""
    retire_export(export_id=export_id)
    beat(0.5, "")
    tell_organisation(export_id=export_id)


def check_training(*, story_id: UUID) -> None:
    """Once a day for each story that trainers have anything of: consent also ends by its date."""
    with transaction.atomic():
        hold_story(story_id=story_id)
        stop_what_fell(story_id=story_id)
        if open_clips_of(story_id=story_id) or export_ids_holding(story_id=story_id):
            watch_story(story_id=story_id)
