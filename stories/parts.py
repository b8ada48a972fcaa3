"""What the app above may know of sealed parts: transcription works on them by id."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from common.jobs.service import enqueue
from common.vault.reader import SealedReader
from stories import redaction
from stories.anonymise.stored import look_for_names
from stories.enums import GONE, MEDIA_KINDS, Form, PartKind, Purpose, Stage, SubmissionState
from stories.locks import hold_story
from stories.models import ConsentRecord, IntakeFile, SealedPart, Story, Submission
from stories.partfiles import open_original
from stories.querysets import live_consents, standing_consents
from stories.redaction import Span
from stories.sealing import open_part_text, seal_part_text
from stories.stages import move_from
from stories.uploads.pieces import PiecesReader
from stories.wishes import most_revealing


class PartMissing(Exception):
    """There is no such part, or it was erased."""


@dataclass(frozen=True)
class PartInfo:
    part_id: UUID
    story_id: UUID
    submission_id: UUID
    reference: str
    kind: PartKind
    mime: str
    size: int
    sha256: str
    language: str
    has_text: bool


def _part(part_id: UUID) -> SealedPart:
    part = SealedPart.objects.select_related("submission").filter(pk=part_id).first()
    if part is None:
        raise PartMissing("This recording is no longer here.")
    return part


def part_info(*, part_id: UUID) -> PartInfo:
    part = _part(part_id)
    return PartInfo(
        part.pk,
        part.submission_id,
        part.submission_id,
        part.submission.reference,
        PartKind(part.kind),
        part.mime,
        part.file_size,
        part.file_sha256,
        part.submission.language,
        part.sealed_text is not None,
    )


def part_is_here(*, part_id: UUID) -> bool:
    """False once its teller took it back."""
    return SealedPart.objects.filter(pk=part_id).exists()


def hold_part(*, part_id: UUID) -> None:
    """Until the caller's transaction ends nobody changes what consent allows of it. Raises PartMissing."""
    hold_story(story_id=_part(part_id).submission_id)


def group_of(*, submission_id: UUID) -> UUID | None:
    """The organisation that brought this story in; None when its teller came by themselves."""
    brought = IntakeFile.objects.filter(submission_id=submission_id)
    return brought.values_list("organisation_id", flat=True).first()


def open_part_media(*, part_id: UUID) -> SealedReader | PiecesReader:
    """The original recording, decrypted as it is read. The caller answers for who asks. Raises PartMissing."""
    original = open_original(part=_part(part_id))
    if original is None:
        raise PartMissing("This part is writing: there is no recording of it.")
    return original


def part_text(*, part_id: UUID) -> str:
    return open_part_text(part=_part(part_id))


def attach_transcript(*, part_id: UUID, text: str) -> None:
    """The words of a recording, on which redactions are decided. Once there are decisions, the words stay."""
    with transaction.atomic():
        part = SealedPart.objects.select_for_update().filter(pk=part_id).first()
        if part is None:
            raise PartMissing("This recording is no longer here.")
        if part.redactions.exists() or part.kept_places.exists():
            return
        give_words(part=part, text=text)
        leave_transcribing(story_id=part.submission_id)


def give_words(*, part: SealedPart, text: str) -> None:
    """Seal TEXT as the words of PART, which the caller has locked: they are looked through for names and for danger."""
    seal_part_text(part=part, text=text)
    part.looked_through_at = None
    part.save(update_fields=["sealed_text", "text_length", "looked_through_at"])
    look_for_names(part=part)
    enqueue(kind="look_through_story", object_id=part.submission_id)


def leave_transcribing(*, story_id: UUID) -> None:
    waiting = SealedPart.objects.filter(
        submission_id=story_id, kind__in=MEDIA_KINDS, sealed_text__isnull=True
    )
    if not waiting.exists():
        # It waits since it was sent, not since we heard it.
        move_from(story_id=story_id, at=[Stage.TRANSCRIBING], to=Stage.ARRIVED, keep_waiting=True)


def redaction_spans(*, part_id: UUID) -> tuple[Span, ...]:
    return redaction.spans(part=_part(part_id))


def safe_part_text(*, part_id: UUID) -> str:
    return redaction.safe_text(part=_part(part_id))


def redaction_fingerprint(*, part_id: UUID) -> str:
    return redaction.fingerprint(part=_part(part_id))


def hidden_in_story(*, part_id: UUID) -> list[str]:
    """What is hidden in any part of the same story, for checks inside the vault only: never store, log or show it."""
    parts = _part(part_id).submission.parts.filter(sealed_text__isnull=False)
    return [words for part in parts for words in redaction.hidden_words(part=part)]


def version_stands(*, story_id: UUID) -> bool:
    """Whether the decisions on its parts are frozen in a version: from here on a safe copy is worth making."""
    return Story.objects.filter(pk=story_id, current_version__isnull=False).exists()


def theme_slugs(*, story_id: UUID) -> tuple[str, ...]:
    """Of the version that stands, for the pattern on a card: in order, so that the same themes weave the same cloth."""
    slugs = Story.objects.filter(pk=story_id, themes__isnull=False).values_list("themes__slug", flat=True)
    return tuple(sorted(slugs))


def approved_media_form(*, part_id: UUID, purpose: Purpose = Purpose.WEBSITE) -> Form | None:
    """The most revealing form of this recording that its teller agreed to for PURPOSE and wished for; None for none.

    Released or not, and still cooling off or not: for making the copy and for those who look at it beforehand.
    """
    part = _part(part_id)
    if part.submission.state != SubmissionState.SENT:
        return None
    return _most_revealing(part=part, purpose=purpose, among=standing_consents)


@dataclass(frozen=True)
class RecordingNow:
    """What a treated copy of one recording rests on: the form its teller agreed to, and a mark of all decisions."""

    form: Form | None
    decisions: str


def recordings_now(
    *, part_ids: Collection[UUID], purpose: Purpose = Purpose.WEBSITE
) -> dict[UUID, RecordingNow]:
    """Of each recording of a sent story, as `approved_media_form` for PURPOSE; two queries, however many."""
    standing = standing_consents(purpose=purpose, form=Form.TEXT, trust_code="", at=timezone.now())
    agreed = standing.filter(submission=OuterRef("submission"))  # one row at the most: the latest answer
    recordings = SealedPart.objects.filter(pk__in=part_ids, kind__in=MEDIA_KINDS)
    parts = list(
        recordings.filter(submission__state=SubmissionState.SENT)
        .defer("sealed_text")
        .annotate(agreed=Subquery(agreed.values("form")[:1]))
    )
    marks = redaction.fingerprints(parts=parts)
    return {part.pk: RecordingNow(_form_of(part), marks[part.pk]) for part in parts}


# `Any`: a part with what `recordings_now` annotated.
def _form_of(part: Any) -> Form | None:
    return most_revealing(part=part, agreed=[Form(part.agreed)] if part.agreed else [])


def _most_revealing(
    *, part: SealedPart, purpose: Purpose, among: Callable[..., QuerySet[ConsentRecord]]
) -> Form | None:
    rows = among(purpose=purpose, form=Form.TEXT, trust_code="", at=timezone.now())
    agreed = rows.filter(submission_id=part.submission_id).values_list("form", flat=True)
    return most_revealing(part=part, agreed=[Form(form) for form in agreed])


def media_form(*, part_id: UUID, purpose: Purpose = Purpose.WEBSITE) -> Form | None:
    """The gate for media: the most revealing form live for a RELEASED story, else None."""
    part = _part(part_id)
    released = Story.objects.filter(pk=part.submission_id)
    visible = released.on_website() if purpose == Purpose.WEBSITE else released.releasable(purpose=purpose)
    return _most_revealing(part=part, purpose=purpose, among=live_consents) if visible.exists() else None


def gone_among(*, story_ids: Collection[UUID]) -> set[UUID]:
    """Those that their tellers took back, erased already or not."""
    gone = Submission.objects.filter(pk__in=story_ids, state__in=GONE)
    return set(gone.values_list("pk", flat=True))
