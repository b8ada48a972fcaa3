"""How a clip stands, and putting it out of use. The state is computed from what was said and done, never kept."""

from collections import Counter
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.service import enqueue, jobs_for
from transcription.clips.door import still_right
from transcription.clips.entering import tell_left
from transcription.clips.entries import DROPPED, log
from transcription.models import Clip, ClipAnswer, Recording
from transcription.state import RecordingState, from_job


class Standing(models.TextChoices):
    CUTTING = "cutting", _("being cut")
    FAILED = "failed", _("could not be cut")
    SECOND = "second", _("waits for a second person to listen")
    TELLER = "teller", _("waits for its teller")
    AGREED = "agreed", _("its teller said yes")
    REFUSED = "refused", _("its teller said no")
    CHANGED = "changed", _("out of use: consent, words or what is hidden changed")


def standing_of(*, clips: Sequence[Clip]) -> dict[UUID, Standing]:
    """Of each; a fixed number of queries."""
    right = {clip.pk for clip in still_right([clip for clip in clips if clip.file_name])}
    said = {answer.clip_id: answer for answer in ClipAnswer.objects.filter(clip__in=clips)}  # the latest wins
    broken = _failed([clip.pk for clip in clips if not clip.file_name])
    return {
        clip.pk: _standing(clip, said.get(clip.pk), clip.pk in right, clip.pk in broken) for clip in clips
    }


def count_standing(*, recording: Recording) -> dict[Standing, int]:
    """How many of its clips stand how; those out of use are not counted."""
    clips = list(recording.clips.filter(stale_at=None).select_related("recording"))
    return dict(Counter(standing_of(clips=clips).values())) if clips else {}


def _standing(clip: Clip, said: ClipAnswer | None, right: bool, broken: bool) -> Standing:
    if clip.stale_at:
        return Standing.CHANGED
    if not clip.file_name:
        return Standing.FAILED if broken else Standing.CUTTING
    if not right:
        return Standing.CHANGED
    if clip.heard_at is None:
        return Standing.SECOND
    if said is None or said.sha256 != clip.sha256:
        return Standing.TELLER
    return Standing.AGREED if said.approved else Standing.REFUSED


def _failed(clip_ids: Sequence[UUID]) -> set[UUID]:
    ids = [str(clip_id) for clip_id in clip_ids]
    jobs = Job.objects.filter(kind="cut_clip", object_id__in=ids, state=JobState.FAILED)
    return {UUID(object_id) for object_id in jobs.values_list("object_id", flat=True)}


def cutting_state(*, clip_id: UUID) -> RecordingState | None:
    """How far the work on it is, and why it stopped."""
    job = jobs_for(object_id=clip_id).filter(kind="cut_clip").first()
    return from_job(job) if job else None


def drop_clip(*, clip_id: UUID, by: User) -> None:
    """An editor takes it out of use for good: library and reels stop in this moment. Raises Clip.DoesNotExist."""
    with transaction.atomic():
        clip = Clip.objects.select_for_update(of=("self",)).select_related("recording").get(pk=clip_id)
        retire_clips(clips=[clip])
        log(DROPPED, clip=clip, by=by)


def retire_clips(*, clips: Collection[Clip]) -> None:
    """In the caller's transaction: unusable now, gone from the library now, their files soon."""
    now = timezone.now()
    for clip in clips:
        if clip.stale_at is None:
            Clip.objects.filter(pk=clip.pk).update(stale_at=now)
            tell_left(clip.pk)
            enqueue(kind="purge_media", object_id=clip.recording.story_id)


def retire_uncovered_clips(*, story_id: UUID) -> None:
    """Those that consent, wish or decisions no longer bear. What is only paused stays: the gate is shut meanwhile."""
    clips = Clip.objects.filter(recording__story_id=story_id, stale_at=None).exclude(file_name="")
    held = list(clips.select_related("recording"))
    right = {clip.pk for clip in still_right(held)}
    retire_clips(clips=[clip for clip in held if clip.pk not in right])
