"""Keeping corrections: sealed versions beside the machine's words, and the story's text beside both."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common import audit
from common.vault.text import seal_text
from stories.parts import hold_part, part_info
from stories.rewording import reword
from transcription.corrections.changes import Change, apply_changes
from transcription.models import Recording, Transcript, TranscriptVersion
from transcription.timed import Segments, place, text_of
from transcription.transcripts import (
    current_transcript,
    current_version,
    document_of,
    open_heard,
    open_segments,
    open_version,
)

CONFIRMED, CORRECTED = "heard.words_confirmed", "heard.words_corrected"
# One sitting of one person is one version: what they write within this time goes into it.
SITTING = dt.timedelta(minutes=10)
Work = Callable[[Segments], Segments]


class NoTranscript(Exception):
    """There are no words to correct yet."""


@dataclass(frozen=True)
class Saved:
    """The segments as they were, and as they are now."""

    before: Segments
    after: Segments


def save_changes(*, part_id: UUID, changes: Sequence[Change], by: User | None) -> Saved:
    """Apply CHANGES to the words as they are now and keep them. BY is None for the teller, whose name nobody knows.

    Raises CannotChange, ChangedMeanwhile, NoTranscript, StageRefused, PartMissing, KeyDestroyed: then nothing changed.
    """
    return save_work(part_id=part_id, work=lambda now: apply_changes(now, changes), by=by)


def restore(*, part_id: UUID, number: int, by: User | None) -> Saved:
    """The words as they were in version NUMBER, 0 for the machine's, as a new version. Raises as `save_changes`, and
    TranscriptVersion.DoesNotExist."""
    transcript = _transcript(part_id)
    then = open_heard(transcript=transcript) if number == 0 else _opened(transcript, number)
    return save_work(part_id=part_id, work=lambda now: place(_as_then(then, now)), by=by, anew=True)


def _opened(transcript: Transcript, number: int) -> Segments:
    return open_version(transcript=transcript, version=transcript.versions.get(number=number))


def _as_then(then: Segments, now: Segments) -> Segments:
    """What was confirmed then still is, and what is confirmed now as well, where the words are the same."""
    held = {(each.start, each.end, each.text): each.confirmed for each in now}
    return tuple(
        replace(each, confirmed=each.confirmed or held.get((each.start, each.end, each.text)))
        for each in then
    )


def _transcript(part_id: UUID) -> Transcript:
    transcript = current_transcript(part_id=part_id)
    if transcript is None:
        raise NoTranscript
    return transcript


def save_work(*, part_id: UUID, work: Work, by: User | None, anew: bool = False) -> Saved:
    """Keep what WORK makes of the words as they are now, which nobody else changes meanwhile. ANEW: as a version of
    its own. Raises as `save_changes`, and whatever WORK does."""
    with transaction.atomic():
        hold_part(part_id=part_id)
        Recording.objects.select_for_update().get(part_id=part_id)
        transcript = _transcript(part_id)
        before = open_segments(transcript=transcript)
        after = work(before)
        if after != before:
            text = text_of(after)
            reword(part_id=part_id, text=text, by=by)
            _write(transcript=transcript, segments=after, by=by, anew=anew)
            transcript.unconfirmed = sum(1 for each in after if each.words and not each.confirmed)
            if text != text_of(before):
                transcript.mark = uuid4()
            transcript.save(update_fields=["unconfirmed", "mark"])
            _note(part_id=part_id, before=before, after=after, by=by)
    return Saved(before, after)


def _write(*, transcript: Transcript, segments: Segments, by: User | None, anew: bool) -> None:
    """Into the version of this sitting, or a new one. What somebody else made stays as they left it."""
    now = timezone.now()
    last = current_version(transcript=transcript)
    hand = (by.pk, False) if by else (None, True)
    if anew or last is None or (last.made_by_id, last.by_teller) != hand or now - last.begun_at > SITTING:
        number = last.number + 1 if last else 1
        last = TranscriptVersion(
            transcript=transcript, number=number, made_by=by, by_teller=by is None, begun_at=now
        )
    last.saved_at = now
    owner = transcript.recording.story_id
    last.sealed = seal_text(owner=owner, text=document_of(segments), context=last.context)
    last.save()


def _note(*, part_id: UUID, before: Segments, after: Segments, by: User | None) -> None:
    """In the log: how many stretches, never which words. A teller's own work is in no log."""
    if by is None:
        return
    info = part_info(part_id=part_id)
    had = {(each.key, each.text): each.confirmed for each in before}
    changed = sum(1 for each in after if (each.key, each.text) not in had)
    confirmed = sum(1 for each in after if each.confirmed and not had.get((each.key, each.text)))
    for action, number in ((CORRECTED, changed), (CONFIRMED, confirmed)):
        if number:
            data: audit.Data = {"part": str(part_id), "stretches": number}
            audit.record(action=action, user=by, reference=info.reference, object_id=info.story_id, data=data)


@dataclass(frozen=True)
class PastVersion:
    number: int  # 0: as the machine heard it
    at: dt.datetime
    by: str  # a reference, `teller`, or the engine


def history(*, part_id: UUID) -> list[PastVersion]:
    """Newest first. No words. Raises NoTranscript."""
    transcript = _transcript(part_id)
    made = [
        PastVersion(row.number, row.saved_at, "teller" if row.by_teller else _name(row.made_by))
        for row in transcript.versions.defer("sealed").select_related("made_by").order_by("-number")
    ]
    return [*made, PastVersion(0, transcript.created_at, transcript.engine)]


def _name(user: User | None) -> str:
    return user.get_full_name() or user.reference if user else ""
