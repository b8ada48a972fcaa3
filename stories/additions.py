"""Adding to a story that was sent. A version, its hash and its approval stay exactly what they were.

What is added is sealed, transcribed if it is a recording, and seen by the editors as added later. It is in no version
until a new one is made, read by two people and agreed to by its teller.
"""

from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from common import audit
from common.jobs.service import enqueue
from common.vault.files import delete_file, seal_file
from stories.anonymise.stored import look_for_names
from stories.enums import MEDIA_KINDS, PartKind, Stage, SubmissionState
from stories.locks import hold_story
from stories.models import SealedPart, Story, Submission
from stories.moderation import send_back
from stories.sealing import open_part_text, seal_part_text

STANDING = (Stage.READY, Stage.PUBLISHED)
MOST = 20  # added to one story


class AdditionRefused(Exception):
    """The message says what to do."""


def add_words(*, submission_id: UUID, text: str, take_down_first: bool = False) -> SealedPart:
    """A new written part. The same words sent twice are one part. Raises AdditionRefused."""
    text = text.strip().replace("\r\n", "\n")
    if not text:
        raise AdditionRefused(_("Write something or choose a file first."))
    with transaction.atomic():
        story = hold_for_more(submission_id=submission_id)
        for earlier in added_parts(submission_id=submission_id).filter(text_length=len(text)):
            if open_part_text(part=earlier) == text:
                _take_down(story=story, wanted=take_down_first)
                return earlier
        part = SealedPart(submission_id=submission_id, kind=PartKind.WRITTEN)
        seal_part_text(part=part, text=text)
        keep_addition(part=part)
        _take_down(story=story, wanted=take_down_first)
    return part


def add_file(
    *, submission_id: UUID, kind: PartKind, source: BinaryIO, mime: str, take_down_first: bool = False
) -> SealedPart:
    """A recording. The file is sealed before its row is written; a failed row leaves no file."""
    part = SealedPart(submission_id=submission_id, kind=kind, mime=mime)
    sealed = seal_file(owner=submission_id, context=part.file_context, source=source)
    part.file_name, part.file_size, part.file_sha256 = sealed.name, sealed.size, sealed.sha256
    try:
        with transaction.atomic():
            story = hold_for_more(submission_id=submission_id)
            same = added_parts(submission_id=submission_id).filter(file_sha256=sealed.sha256).first()
            if same is None:
                keep_addition(part=part)
            _take_down(story=story, wanted=take_down_first)
    except Exception:
        delete_file(name=sealed.name)
        raise
    if same is not None:  # sent twice
        delete_file(name=sealed.name)
        return same
    return part


def keep_addition(*, part: SealedPart) -> None:
    """Write down a part that is sealed, and begin the work on it. The story is held (see `hold_for_more`)."""
    part.added_at = timezone.now()
    part.position = part.submission.parts.count()
    if part.kind in MEDIA_KINDS:
        _wish_as_before(part=part)
    part.save(force_insert=True)
    look_for_names(part=part)
    enqueue(kind="look_through_story", object_id=part.submission_id)
    audit.record(
        action="heard.added",
        user=None,
        reference=part.submission.reference,
        object_id=part.submission_id,
        data={"part": str(part.pk)},
    )
    _begin_work(part)


def _begin_work(part: SealedPart) -> None:
    if part.kind in MEDIA_KINDS:
        enqueue(kind="transcribe_recording", object_id=part.pk)
    elif part.kind == PartKind.PICTURE:
        enqueue(kind="show_picture", object_id=part.pk)


def _wish_as_before(*, part: SealedPart) -> None:
    """Who wished to be disguised in one recording of this story is not shown plainly in the next."""
    earlier = SealedPart.objects.filter(submission_id=part.submission_id, kind__in=MEDIA_KINDS)
    part.disguise_voice = earlier.filter(disguise_voice=True).exists()
    part.hide_face = earlier.filter(hide_face=True).exists()


def hold_for_more(*, submission_id: UUID) -> Story:
    """The story, ours until the caller's transaction ends. Raises AdditionRefused when it takes nothing more."""
    hold_story(story_id=submission_id)
    story = Story.objects.select_related("submission").filter(pk=submission_id).first()
    if story is None or story.submission.state != SubmissionState.SENT:
        raise AdditionRefused(_("This story was taken back, so nothing can be added to it."))
    if story.stage in (Stage.TURNED_DOWN, Stage.APPEAL):
        raise AdditionRefused(
            _("We are not using this story, so nothing can be added to it. You can write to us.")
        )
    if added_parts(submission_id=submission_id).count() >= MOST:
        raise AdditionRefused(
            _("There is no room for more here. Please tell another story with the same words.")
        )
    return story


def stop_meanwhile(*, submission_id: UUID) -> None:
    """Stop using what stands, at once: its teller will add to it. Raises AdditionRefused."""
    with transaction.atomic():
        _take_down(story=hold_for_more(submission_id=submission_id), wanted=True)


def _take_down(*, story: Story, wanted: bool) -> None:
    if wanted and story.stage in STANDING:
        send_back(story_id=story.pk, by=None)


def added_parts(*, submission_id: UUID) -> QuerySet[SealedPart]:
    return SealedPart.objects.filter(submission_id=submission_id, added_at__isnull=False)


def stands(*, submission: Submission) -> bool:
    """Whether a version is approved: then the teller chooses what becomes of it meanwhile."""
    return submission.story.stage in STANDING
