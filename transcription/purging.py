"""Putting treated copies, and the clips cut from them, out of use at once, and their files away soon after."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from common.jobs.service import enqueue
from common.vault.files import delete_file
from stories.copies import mark_waiting
from stories.enums import Form
from stories.parts import PartMissing, part_is_here, version_stands
from transcription.clips.standing import retire_clips, retire_uncovered_clips
from transcription.copy_forms import allows
from transcription.models import Clip, HeardPiece, Listened, Proxy, Recording, SafeCopy, Transcript
from transcription.models.safe_copy import UNFINISHED
from transcription.proxies import drop_proxy
from transcription.wanted import consented_forms, forms_to_make

LONGEST_SEALING = dt.timedelta(days=1)  # older than that it is what a worker left that was killed


def retire_uncovered(*, story_id: UUID) -> None:
    """Mark the copies that consent no longer covers, in the caller's transaction, and see what is to be made instead.

    A yes that comes when the words are frozen already, or goes further than before, has its copy made as well. The
    read gate asks consent itself and does not wait for this.
    """
    frozen = version_stands(story_id=story_id)
    recordings = Recording.objects.filter(story_id=story_id, erased_at=None)
    gone = [each.pk for each in recordings if not part_is_here(part_id=each.part_id)]
    if gone:
        forget_recordings(story_id=story_id, recordings=Recording.objects.filter(pk__in=gone))
    for recording in recordings.exclude(pk__in=gone):
        consents = consented(part_id=recording.part_id)
        retired = retire(recording=recording, consents=consents)
        if consents and (retired or (frozen and lacks_copy(recording=recording))):
            enqueue(kind="make_safe_copy", object_id=recording.part_id)
    retire_uncovered_clips(story_id=story_id)
    mark_waiting(story_id=story_id)


def retire(*, recording: Recording, consents: list[Form]) -> bool:
    """Whether any copy had to go."""
    live = recording.safe_copies.filter(stale_at=None)
    spare = spare_forms(recording=recording, made={Form(copy.form) for copy in live}) if consents else set()
    uncovered = [copy.pk for copy in live if copy.form in spare or not covered(Form(copy.form), by=consents)]
    SafeCopy.objects.filter(pk__in=uncovered).update(stale_at=timezone.now())
    if uncovered:
        enqueue(kind="purge_media", object_id=recording.story_id)
    return bool(uncovered)


def spare_forms(*, recording: Recording, made: set[Form]) -> set[Form]:
    """Those that nobody has a use for, once all that somebody has are there."""
    wanted = set(forms_to_make(recording=recording))
    return made - wanted if wanted <= made else set()


def covered(form: Form, *, by: list[Form]) -> bool:
    return any(allows(consent=consent, copy=form) for consent in by)


def lacks_copy(*, recording: Recording) -> bool:
    made = set(recording.safe_copies.filter(stale_at=None).values_list("form", flat=True))
    return any(form not in made for form in forms_to_make(recording=recording))


def consented(*, part_id: UUID) -> list[Form]:
    try:
        return consented_forms(part_id=part_id)
    except PartMissing:
        return []


def forget_story(*, story_id: UUID) -> None:
    """Erase everything held of the story's recordings, in the caller's transaction; files follow in a job."""
    forget_recordings(story_id=story_id, recordings=Recording.objects.filter(story_id=story_id))


def forget_recordings(*, story_id: UUID, recordings: QuerySet[Recording]) -> None:
    """The transcripts at once; the copies are out of use, and a job takes their files away."""
    now = timezone.now()
    retire_clips(clips=Clip.objects.filter(recording__in=recordings).select_related("recording"))
    Transcript.objects.filter(recording__in=recordings).delete()
    Listened.objects.filter(recording__in=recordings).delete()
    HeardPiece.objects.filter(recording__in=recordings).delete()
    SafeCopy.objects.filter(recording__in=recordings, stale_at=None).update(stale_at=now)
    recordings.filter(erased_at=None).update(erased_at=now)
    enqueue(kind="purge_media", object_id=story_id)


def purge_media(*, story_id: UUID) -> None:
    """Delete the files of stale copies and clips, then their rows; then what is left of an erased story, proxies too.

    May be repeated.
    """
    stale = SafeCopy.objects.filter(recording__story_id=story_id, stale_at__isnull=False)
    for copy in stale.exclude(size=UNFINISHED, recording__erased_at=None):  # those a worker is at
        drop_copy(copy=copy)
    since = timezone.now() - LONGEST_SEALING
    at_work = Q(size=UNFINISHED, recording__erased_at=None, created_at__gt=since) & ~Q(file_name="")
    for clip in Clip.objects.filter(recording__story_id=story_id, stale_at__isnull=False).exclude(at_work):
        if clip.file_name:
            delete_file(name=clip.file_name)
        clip.delete()
    for proxy in Proxy.objects.filter(recording__story_id=story_id, recording__erased_at__isnull=False):
        drop_proxy(proxy=proxy)
    with transaction.atomic():
        Recording.objects.filter(
            story_id=story_id, erased_at__isnull=False, safe_copies=None, clips=None, proxy=None
        ).delete()


def drop_copy(*, copy: SafeCopy) -> None:
    """The file first: a row that names no file is harmless, a file that no row names is not."""
    delete_file(name=copy.file_name)
    copy.delete()
