"""What is sealed with a clip: its title, its redacted words, what stands around them, and its captions."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from common.vault.errors import KeyDestroyed
from common.vault.text import open_texts, seal_text
from stories.enums import Form
from transcription.captions import Cue
from transcription.models import Clip

if TYPE_CHECKING:  # what chooses loads the media libraries; what reads a clip need not
    from transcription.clips.choosing import Choice


@dataclass(frozen=True)
class ClipWords:
    """`before` and `after` are for whoever says yes or no to the cut; trainers get `words` alone."""

    words: str
    before: str
    after: str
    cues: tuple[Cue, ...]


def seal_words(*, clip: Clip, choice: "Choice") -> bytes:
    cues = [[cue.start, cue.end, cue.text] for cue in choice.cues]
    kept = {"words": choice.words, "before": choice.before, "after": choice.after, "cues": cues}
    text = json.dumps(kept, ensure_ascii=False)
    return seal_text(owner=clip.recording.story_id, text=text, context=clip.words_context)


@dataclass(frozen=True)
class Opened:
    title: str
    words: ClipWords | None  # None while it is not cut


def open_clips(*, clips: Collection[Clip]) -> dict[UUID, Opened]:
    """Titles and words of each with one key query; those whose key is destroyed are left out."""
    titles = [(clip.recording.story_id, bytes(clip.sealed_title), clip.title_context) for clip in clips]
    cut = [clip for clip in clips if clip.sealed is not None]
    words = [(clip.recording.story_id, bytes(clip.sealed or b""), clip.words_context) for clip in cut]
    opened = open_texts(items=[*titles, *words])
    said = dict(zip((clip.pk for clip in cut), opened[len(titles) :], strict=True))
    return {
        clip.pk: Opened(title, _unpack(said.get(clip.pk)))
        for clip, title in zip(clips, opened, strict=False)
        if title is not None
    }


def _unpack(text: str | None) -> ClipWords | None:
    if text is None:
        return None
    kept = json.loads(text)
    cues = tuple(Cue(start, end, said) for start, end, said in kept["cues"])
    return ClipWords(kept["words"], kept["before"], kept["after"], cues)


def open_clip(*, clip: Clip) -> Opened:
    """Raises KeyDestroyed after an erasure."""
    opened = open_clips(clips=[clip]).get(clip.pk)
    if opened is None:
        raise KeyDestroyed("This clip was erased.")
    return opened


def seal_title(*, clip: Clip, title: str) -> bytes:
    return seal_text(owner=clip.recording.story_id, text=title, context=clip.title_context)


def form_of(clip: Clip) -> Form:
    """Of a clip that was cut."""
    return Form(clip.form or Form.TEXT)
