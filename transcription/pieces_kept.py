"""What was heard of a recording so far, sealed by pieces: a worker that takes over repeats one at the most."""

import json
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.db import transaction

from common.vault.errors import KeyDestroyed
from common.vault.text import open_texts, seal_text
from stories.parts import PartMissing
from transcription.engines.base import Engine, Heard, Segment, Word
from transcription.media.decode import SAMPLE_RATE
from transcription.models import HeardPiece, Recording

Beat = Callable[[float | None, str], None]


class PiecesKept:
    """The memory of one engine for one recording (see `engines.base.Memory`)."""

    def __init__(self, *, recording: Recording, engine: Engine, beat: Beat) -> None:
        self.recording, self.engine, self.beat = recording, engine, beat
        self.mark, self.count, self.seconds = "", 0, 0.0

    def recall(self, options: Mapping[str, object]) -> list[Heard]:
        """Raises KeyDestroyed. What another engine, other weights or other options heard of it is thrown away."""
        self.mark = mark_of(recording=self.recording, engine=self.engine, options=options)
        self.recording.heard_pieces.exclude(mark=self.mark).delete()
        rows = unbroken(self.recording.heard_pieces.all())
        self.count = len(rows)
        owner = self.recording.story_id
        opened = open_texts(items=[(owner, bytes(row.sealed), row.context) for row in rows])
        self.seconds = rows[-1].end / SAMPLE_RATE if rows else 0.0
        return [unpack(row, text) for row, text in zip(rows, opened, strict=True)]

    def keep(self, heard: Heard) -> None:
        """Raises LeaseLost, KeyDestroyed, and PartMissing when the story was erased meanwhile."""
        row = HeardPiece(
            id=uuid4(), recording=self.recording, mark=self.mark, number=self.count, end=heard.end
        )
        row.sealed = seal_text(owner=self.recording.story_id, text=pack(heard), context=row.context)
        with transaction.atomic():
            self.beat(None, "")
            here = Recording.objects.select_for_update().filter(pk=self.recording.pk, erased_at=None)
            if here.first() is None:
                raise PartMissing("This recording is no longer here.")
            row.save(force_insert=True)
        self.count, self.seconds = self.count + 1, heard.end / SAMPLE_RATE


def mark_of(*, recording: Recording, engine: Engine, options: Mapping[str, object]) -> str:
    said = [recording.media_sha256, engine.name, engine.model_hash, dict(options)]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def unbroken(rows: Iterable[HeardPiece]) -> list[HeardPiece]:
    return [row for number, row in enumerate(rows) if row.number == number]


def pack(heard: Heard) -> str:
    segments = [
        [each.start, each.end, [[w.start, w.end, w.text, w.probability] for w in each.words]]
        for each in heard.segments
    ]
    return json.dumps({"language": heard.language, "segments": segments}, ensure_ascii=False)


def unpack(row: HeardPiece, text: str | None) -> Heard:
    if text is None:
        raise KeyDestroyed("The story of this recording was erased.")
    said: dict[str, Any] = json.loads(text)
    segments = tuple(
        Segment(start, end, tuple(Word(*word) for word in words)) for start, end, words in said["segments"]
    )
    return Heard(row.end, segments, said["language"])
