"""The tellers' ledger of a reel: one line for each story in it, all of them or none."""

from accounts.models import User
from stories.enums import DestinationKind, Form
from stories.release import release_for_training
from transcription.clips.door import TrainingClip, read_clips
from transcription.models import ReelExport


class ClipLost(Exception):
    """A clip in it may not be used any more."""


def write_leaving(
    *, export: ReelExport, kind: DestinationKind, destination: str, recallable: bool, by: User | None
) -> list[TrainingClip]:
    """Its clips, in order, as they stand at this moment. The caller holds its stories.

    Raises NotReleasable, ClipLost.
    """
    clips = clips_of(export=export)
    for story_id in dict.fromkeys(clip.story_id for clip in clips):
        release_for_training(
            destination_id=export.pk,
            kind=kind,
            story_ids=[story_id],
            form=max((clip.form for clip in clips if clip.story_id == story_id), default=Form.TEXT),
            destination=destination,
            recallable=recallable,
            by=by,
        )
    return clips


def clips_of(*, export: ReelExport) -> list[TrainingClip]:
    """Through the gate, in order. Raises ClipLost."""
    ids = [item.clip_id for item in export.items.all()]
    found = read_clips(clip_ids=ids)
    if lost := [clip_id for clip_id in ids if clip_id not in found]:
        raise ClipLost(f"{len(lost)} of {len(ids)}")
    return [found[clip_id] for clip_id in ids]
