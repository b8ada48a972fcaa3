"""An editor's choice of treatment: written down, and what was made in another way is out of use in that moment."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit
from common.jobs.service import enqueue
from stories.copies import mark_waiting
from stories.parts import hold_part, part_info, version_stands
from transcription.clips.standing import retire_uncovered_clips
from transcription.currency import current_fingerprint
from transcription.enums import Voice
from transcription.media.speaking import can_speak
from transcription.media.treatment import TimeSpan
from transcription.models import CopyChoice, Recording
from transcription.treatments.chosen import Chosen, chosen_for
from transcription.treatments.planned import why_silent
from transcription.wanted import forms_to_make

CHOSEN = "heard.treatment_chosen"
MOST_COVERED = 200


class CannotTreat(Exception):
    """The message says what to choose instead."""


def choose_treatment(*, part_id: UUID, chosen: Chosen, by: User) -> None:
    """Treat this recording so from now on. The same choice again changes nothing.

    Raises CannotTreat, PartMissing, Recording.DoesNotExist.
    """
    if chosen.voice == Voice.SPOKEN and not can_speak():
        raise CannotTreat(why_silent("missing"))
    with transaction.atomic():
        hold_part(part_id=part_id)
        recording = Recording.objects.select_for_update().get(part_id=part_id, erased_at=None)
        _refuse_spans(chosen.covered, seconds=recording.duration)
        if chosen == chosen_for(recording):
            return
        CopyChoice.objects.update_or_create(
            recording=recording,
            defaults={
                "hidden": chosen.hidden,
                "voice": chosen.voice,
                "picture": chosen.picture,
                "covered": [list(span) for span in chosen.covered],
                "made_by": by,
            },
        )
        info = part_info(part_id=part_id)
        data = {"part": str(part_id), "voice": chosen.voice.value, "picture": chosen.picture.value}
        audit.record(action=CHOSEN, user=by, reference=info.reference, object_id=info.story_id, data=data)
        _make_anew(recording=Recording.objects.select_related("choice").get(pk=recording.pk))


def _refuse_spans(covered: Sequence[TimeSpan], *, seconds: float | None) -> None:
    if len(covered) > MOST_COVERED:
        raise CannotTreat(
            _("That is more than %d stretches. Cover all of the picture instead.") % MOST_COVERED
        )
    for start, end in covered:
        if not 0 <= start < end <= (seconds or 0.0) + 1:
            raise CannotTreat(_("Each stretch needs a beginning, and an end after it, within the recording."))


def _make_anew(*, recording: Recording) -> None:
    """The read gate computes each fingerprint anew and is shut already; this clears up and has the copies made."""
    wanted = [
        current_fingerprint(recording=recording, form=form) for form in forms_to_make(recording=recording)
    ]
    others = recording.safe_copies.filter(stale_at=None).exclude(fingerprint__in=[m for m in wanted if m])
    others.update(stale_at=timezone.now())
    retire_uncovered_clips(story_id=recording.story_id)
    mark_waiting(story_id=recording.story_id)
    enqueue(kind="purge_media", object_id=recording.story_id)
    if version_stands(story_id=recording.story_id):
        enqueue(kind="make_safe_copy", object_id=recording.part_id)
