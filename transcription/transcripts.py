"""The words of a recording with their times and their places in the text that redactions are decided on."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from common.vault.text import open_text, seal_text
from transcription.models import Recording, Transcript

if TYPE_CHECKING:  # the engines load large libraries, which a web process does not need
    from transcription.engines.base import Result


@dataclass(frozen=True, slots=True)
class TimedWord:
    """text[begin:finish] was said from `start` to `end` (seconds)."""

    start: float
    end: float
    text: str
    probability: float
    begin: int
    finish: int


@dataclass(frozen=True, slots=True)
class TimedSegment:
    start: float
    end: float
    words: tuple[TimedWord, ...]


def place_words(result: "Result") -> tuple[TimedSegment, ...]:
    """Give each word its offsets in `result.text`: one space between words, a new line between segments."""
    placed: list[TimedSegment] = []
    at = 0
    for segment in result.segments:
        words = []
        for word in segment.words:
            words.append(
                TimedWord(word.start, word.end, word.text, word.probability, at, at + len(word.text))
            )
            at += len(word.text) + 1
        placed.append(TimedSegment(segment.start, segment.end, tuple(words)))
    return tuple(placed)


def store(*, recording: Recording, result: "Result") -> Transcript:
    """Seal the words as a row of their own. Raises KeyDestroyed when the story was erased meanwhile."""
    transcript = Transcript(
        id=uuid4(),
        recording=recording,
        media_sha256=recording.media_sha256,
        engine=result.engine,
        model_hash=result.model_hash,
        options=result.options,
        language=result.language,
        word_count=sum(len(segment.words) for segment in result.segments),
    )
    document = json.dumps([pack(segment) for segment in place_words(result)], ensure_ascii=False)
    transcript.sealed = seal_text(owner=recording.story_id, text=document, context=transcript.context)
    transcript.save(force_insert=True)
    return transcript


def current_transcript(*, part_id: UUID) -> Transcript | None:
    return Transcript.objects.filter(recording__part_id=part_id).select_related("recording").last()


def open_segments(*, transcript: Transcript) -> list[TimedSegment]:
    """Raises KeyDestroyed after an erasure."""
    owner = transcript.recording.story_id
    text = open_text(owner=owner, sealed=bytes(transcript.sealed), context=transcript.context)
    return [unpack(item) for item in json.loads(text)]


def words(*, part_id: UUID) -> list[TimedSegment]:
    """The segments of the current transcript; empty before there is one. The caller logs the look."""
    transcript = current_transcript(part_id=part_id)
    return open_segments(transcript=transcript) if transcript else []


def text_of(segments: Sequence[TimedSegment]) -> str:
    return "\n".join(" ".join(word.text for word in segment.words) for segment in segments)


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


def describe(
    segments: Sequence[TimedSegment], *, language: str, engine: str, model_hash: str
) -> dict[str, Any]:
    return {
        "language": language,
        "engine": engine,
        "model_hash": model_hash,
        "text": text_of(segments),
        "segments": [
            {
                "start": segment.start,
                "end": segment.end,
                "text": text_of([segment]),
                "words": [
                    {"start": w.start, "end": w.end, "text": w.text, "probability": w.probability}
                    for w in segment.words
                ],
            }
            for segment in segments
        ],
    }


def pack(segment: TimedSegment) -> list[Any]:
    return [
        segment.start,
        segment.end,
        [[w.start, w.end, w.text, w.probability, w.begin, w.finish] for w in segment.words],
    ]


def unpack(item: list[Any]) -> TimedSegment:
    start, end, packed = item
    return TimedSegment(start, end, tuple(TimedWord(*word) for word in packed))
