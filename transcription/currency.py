"""Whether a treated copy is still the right one. Asked each time it is read, never remembered."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from stories.enums import Form
from stories.parts import redaction_fingerprint
from transcription.models import FaceLook, Recording, SafeCopy, Transcript
from transcription.transcripts import current_transcript
from transcription.treatments.chosen import chosen_for

TREATMENT = "2"  # raise it when the treatment changes, and every older copy is stale


def fingerprint(*, decisions: str, form: Form, words: UUID, media_sha256: str, chosen: str) -> str:
    """Another one whenever the decisions, the words, the recording, the form or the way of treating it change."""
    parts = (TREATMENT, decisions, str(int(form)), str(words), media_sha256, chosen)
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def current_fingerprint(*, recording: Recording, form: Form) -> str | None:
    """None while there is no transcript: then nothing can be muted, so nothing can be safe."""
    transcript = current_transcript(part_id=recording.part_id)
    if transcript is None:
        return None
    return fingerprint(
        decisions=redaction_fingerprint(part_id=recording.part_id),
        form=form,
        words=transcript.mark,
        media_sha256=transcript.media_sha256,
        chosen=chosen_for(recording).mark,
    )


def current_copies(*, decisions: Mapping[UUID, str]) -> list[SafeCopy]:
    """Of the parts with these marks of their DECISIONS, the copies that are right now, the most revealing first.

    None in which somebody has still to look for a face that was lost. One query, however many parts.
    """
    latest = Transcript.objects.filter(recording=OuterRef("recording")).order_by("-created_at")
    made = SafeCopy.objects.filter(
        recording__part_id__in=decisions, recording__erased_at=None, stale_at=None
    ).select_related("recording__choice")
    heard = looked_through(made).annotate(
        words=Subquery(latest.values("mark")[:1]), heard_in=Subquery(latest.values("media_sha256")[:1])
    )
    return [copy for copy in heard if _is_current(copy, decisions[copy.recording.part_id])]


def looked_through(copies: QuerySet[SafeCopy]) -> QuerySet[Any]:
    """With `clear`: in how many of its stretches somebody looked at this very file and could recognise nothing."""
    said = FaceLook.objects.filter(copy=OuterRef("pk"), sha256=OuterRef("sha256"), clear=True)
    counted = said.order_by().values("copy").annotate(count=Count("number")).values("count")
    return copies.annotate(clear=Coalesce(Subquery(counted), 0)).defer("sealed_faces")


# `Any`: a copy with what `looked_through` annotated.
def needs_a_look(copy: Any) -> bool:
    return bool(copy.clear < len(copy.lost))


# `Any`: a copy with what `current_copies` annotated.
def _is_current(copy: Any, decisions: str) -> bool:
    if copy.words is None or needs_a_look(copy):
        return False
    return bool(
        copy.fingerprint
        == fingerprint(
            decisions=decisions,
            form=Form(copy.form),
            words=copy.words,
            media_sha256=copy.heard_in,
            chosen=chosen_for(copy.recording).mark,
        )
    )
