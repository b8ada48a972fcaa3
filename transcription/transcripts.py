"""The sealed words of a recording: what the machine heard, and what people have corrected since."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from common.vault.text import open_text, seal_text
from transcription.models import Recording, Transcript, TranscriptVersion
from transcription.timed import Segments, TimedSegment, describe, pack, place_words, unpack

if TYPE_CHECKING:  # the engines load large libraries, which a web process does not need
    from transcription.engines.base import Result


def store(*, recording: Recording, result: "Result") -> Transcript:
    """Seal the words as a row of their own. Raises KeyDestroyed when the story was erased meanwhile."""
    segments = place_words(result)
    transcript = Transcript(
        id=uuid4(),
        recording=recording,
        media_sha256=recording.media_sha256,
        engine=result.engine,
        model_hash=result.model_hash,
        options=result.options,
        language=result.language,
        word_count=sum(len(segment.words) for segment in segments),
        unconfirmed=len(segments),
    )
    owner, text = recording.story_id, document_of(segments)
    transcript.sealed = seal_text(owner=owner, text=text, context=transcript.context)
    transcript.save(force_insert=True)
    return transcript


def document_of(segments: Sequence[TimedSegment]) -> str:
    return json.dumps(pack(segments), ensure_ascii=False, separators=(",", ":"))


def current_transcript(*, part_id: UUID) -> Transcript | None:
    return Transcript.objects.filter(recording__part_id=part_id).select_related("recording").last()


def current_version(*, transcript: Transcript) -> TranscriptVersion | None:
    """What people made of it; None while nobody has changed a word."""
    return transcript.versions.last()


def open_heard(*, transcript: Transcript) -> Segments:
    """What the machine heard, as it was. Raises KeyDestroyed after an erasure."""
    return _open(transcript.recording.story_id, bytes(transcript.sealed), transcript.context)


def open_version(*, transcript: Transcript, version: TranscriptVersion) -> Segments:
    return _open(transcript.recording.story_id, bytes(version.sealed), version.context)


def _open(owner: UUID, sealed: bytes, context: str) -> Segments:
    return unpack(json.loads(open_text(owner=owner, sealed=sealed, context=context)))


def open_segments(*, transcript: Transcript) -> Segments:
    """The words as they are now. Raises KeyDestroyed after an erasure."""
    version = current_version(transcript=transcript)
    return (
        open_version(transcript=transcript, version=version) if version else open_heard(transcript=transcript)
    )


def words(*, part_id: UUID) -> Segments:
    """The segments of the current transcript; empty before there is one. The caller logs the look."""
    transcript = current_transcript(part_id=part_id)
    return open_segments(transcript=transcript) if transcript else ()


def as_document(*, part_id: UUID) -> dict[str, Any]:
    """Everything the machine heard, for whoever ran it on their own recording."""
    transcript = current_transcript(part_id=part_id)
    if transcript is None:
        return {"segments": []}
    return describe(
        open_segments(transcript=transcript),
        language=transcript.language,
        engine=transcript.engine,
        model_hash=transcript.model_hash,
    )
