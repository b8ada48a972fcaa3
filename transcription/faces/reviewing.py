"""A person looks, frame by frame, wherever the computer lost a face. Until all is looked at, the copy is nobody's.

What they say is bound to the hash of the copy: of one that is made anew, everything is looked at anew.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit
from common.vault.files import open_file
from common.vault.reader import SealedReader
from stories.copies import mark_waiting
from stories.parts import hold_part, part_info
from transcription.currency import current_fingerprint
from transcription.faces.hidden import TimeSpan, joined
from transcription.looks import log_look
from transcription.models import FaceLook, Recording, SafeCopy
from transcription.treatments.choosing import choose_treatment
from transcription.treatments.chosen import chosen_for
from transcription.wanted import forms_to_make

LOOKED = "heard.faces_looked"
SAID = "heard.faces_said"


class CannotReview(Exception):
    """The message says why not, or what to do first."""


@dataclass(frozen=True)
class Stretch:
    """One in which a face was lost. `look` is what somebody said of it."""

    number: int
    start: float
    end: float
    look: FaceLook | None


@dataclass(frozen=True)
class Review:
    copy: SafeCopy
    stretches: tuple[Stretch, ...]

    @property
    def left(self) -> list[Stretch]:
        return [each for each in self.stretches if each.look is None]

    @property
    def done(self) -> bool:
        return all(each.look is not None and each.look.clear for each in self.stretches)


def review_of(*, recording: Recording) -> Review | None:
    """None where there is no copy with faces blurred that could be used now. Raises PartMissing."""
    marks = [
        current_fingerprint(recording=recording, form=form) for form in forms_to_make(recording=recording)
    ]
    live = recording.safe_copies.filter(stale_at=None, fingerprint__in=[mark for mark in marks if mark])
    copy = live.exclude(lost=[]).defer("sealed_faces").first()
    if copy is None:
        return None
    said = {look.number: look for look in copy.face_looks.filter(sha256=copy.sha256).select_related("by")}
    spans = enumerate(copy.lost)
    return Review(copy, tuple(Stretch(at, start, end, said.get(at)) for at, (start, end) in spans))


def open_review(*, recording: Recording, by: User) -> Review | None:
    """To be looked at by BY, which is written down first. Raises WhyNotSaid, PartMissing."""
    review = review_of(recording=recording)
    if review is not None:
        log_look(info=part_info(part_id=recording.part_id), user=by, action=LOOKED)
    return review


def open_copy(review: Review) -> SealedReader:
    """Raises KeyDestroyed, FileMissing."""
    owner = review.copy.recording.story_id
    return open_file(owner=owner, context=review.copy.file_context, name=review.copy.file_name)


def say_of_stretch(*, part_id: UUID, sha256: str, number: int, clear: bool, by: User) -> Review:
    """BY looked at every frame of stretch NUMBER of the copy SHA256: nothing can be recognised, or it is to be covered.

    With the last one the copy may be used; where any is to be covered, it is made anew instead, with those black.
    Raises CannotReview, CannotTreat, PartMissing.
    """
    with transaction.atomic():
        hold_part(part_id=part_id)
        recording = Recording.objects.select_for_update().get(part_id=part_id, erased_at=None)
        review = review_of(recording=recording)
        if review is None or review.copy.sha256 != sha256 or number >= len(review.stretches):
            raise CannotReview(_("The copy was made anew while you were looking. Look at the new one."))
        said = {"sha256": sha256, "clear": clear, "by": by}
        FaceLook.objects.update_or_create(copy=review.copy, number=number, defaults=said)
        _log(review=review, number=number, clear=clear, by=by)
        _finish(recording=recording, by=by)
        return review_of(recording=recording) or review


def _log(*, review: Review, number: int, clear: bool, by: User) -> None:
    info, stretch = part_info(part_id=review.copy.recording.part_id), review.stretches[number]
    data: audit.Data = {
        "part": str(info.part_id),
        "copy": review.copy.sha256,
        "seconds": f"{stretch.start}-{stretch.end}",
        "clear": int(clear),
    }
    audit.record(action=SAID, user=by, reference=info.reference, object_id=info.story_id, data=data)


def _finish(*, recording: Recording, by: User) -> None:
    review = review_of(recording=recording)
    if review is None or review.left:
        return
    if review.done:
        mark_waiting(story_id=recording.story_id)
        return
    chosen = chosen_for(Recording.objects.select_related("choice").get(pk=recording.pk))
    wanted: list[TimeSpan] = [
        (each.start, each.end) for each in review.stretches if each.look and not each.look.clear
    ]
    covered = tuple(joined([*chosen.covered, *wanted]))
    choose_treatment(part_id=recording.part_id, chosen=replace(chosen, covered=covered), by=by)
