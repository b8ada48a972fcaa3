"""The gate for clips. Nothing else may hand one to anybody but its editors and its teller.

A clip leaves for training while all of this holds, asked anew each time: the gate of stories for that purpose, the
form and the wish of its teller, the treated copy it was cut from being current, a second person having heard it, and
its teller's latest word being yes to this very file.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from common.vault.files import open_file
from common.vault.reader import SealedReader
from stories.enums import Form, Purpose
from stories.parts import recordings_now
from stories.release import ReleasedStory, ReleasedTerm, read_for_training
from transcription.captions import Cue, write_vtt
from transcription.clips.content import ClipWords, form_of, open_clips
from transcription.copy_forms import allows
from transcription.currency import current_copies
from transcription.enums import Picture, Voice
from transcription.models import Clip, ClipAnswer


@dataclass(frozen=True)
class TrainingClip:
    """A clip that may be shown to trainers now. Opening it raises KeyDestroyed after an erasure."""

    clip_id: UUID
    story_id: UUID
    part_id: UUID
    title: str
    form: Form
    voice: Voice
    seen: Picture | None  # None for sound alone
    mime: str
    size: int
    seconds: float
    sha256: str
    language: str
    themes: tuple[ReleasedTerm, ...]
    content_notes: tuple[ReleasedTerm, ...]
    words: str  # redacted, like everything here
    cues: tuple[Cue, ...]  # on the clip's own clock
    _clip: Clip

    @property
    def picture(self) -> bool:
        return self.seen is not None

    @property
    def captions(self) -> str:
        """WebVTT."""
        return write_vtt(self.cues)

    def open(self) -> SealedReader:
        return open_file_of(self._clip)


def read_clip(*, clip_id: UUID) -> TrainingClip | None:
    """None whenever any gate is closed."""
    return read_clips(clip_ids=[clip_id]).get(clip_id)


def read_clips(*, clip_ids: Collection[UUID]) -> dict[UUID, TrainingClip]:
    """Those of CLIP_IDS that trainers may be shown now; the same number of queries however many."""
    agreed = list(_agreed(Clip.objects.filter(pk__in=clip_ids)))
    stories = read_for_training(story_ids=[clip.recording.story_id for clip in agreed])
    by_id = {story.story_id: story for story in stories}
    right = [clip for clip in still_right(agreed) if clip.recording.story_id in by_id]
    opened = open_clips(clips=right)
    return {
        clip.pk: _released(clip, by_id[clip.recording.story_id], said.title, said.words)
        for clip in right
        if (said := opened.get(clip.pk)) and said.words
    }


def _agreed(clips: QuerySet[Clip]) -> QuerySet[Clip]:
    """A second person heard it, and its teller's latest word is yes to this very file."""
    latest = ClipAnswer.objects.filter(clip=OuterRef("pk")).order_by("-id")
    said = clips.annotate(
        said_of=Subquery(latest.values("sha256")[:1]), said_yes=Subquery(latest.values("approved")[:1])
    )
    heard = said.filter(stale_at=None, heard_at__isnull=False, said_yes=True).exclude(sha256="")
    return heard.filter(said_of=F("sha256")).select_related("recording")


def still_right(clips: Iterable[Clip]) -> list[Clip]:
    """Those whose form the teller allows for training, and whose treated copy is the current one."""
    clips = list(clips)
    now = recordings_now(part_ids=[clip.recording.part_id for clip in clips], purpose=Purpose.TRAINING)
    allowed = {part_id: each for part_id, each in now.items() if each.form is not None}
    made = current_copies(decisions={part_id: each.decisions for part_id, each in allowed.items()})
    current = {(copy.recording_id, copy.fingerprint) for copy in made}
    return [
        clip
        for clip in clips
        if clip.recording.part_id in allowed
        and clip.form is not None
        and allows(consent=allowed[clip.recording.part_id].form, copy=Form(clip.form))
        and (clip.recording_id, clip.copy_fingerprint) in current
    ]


def open_file_of(clip: Clip) -> SealedReader:
    return open_file(owner=clip.recording.story_id, context=clip.file_context, name=clip.file_name)


def _released(clip: Clip, story: ReleasedStory, title: str, said: ClipWords) -> TrainingClip:
    return TrainingClip(
        clip_id=clip.pk,
        story_id=story.story_id,
        part_id=clip.recording.part_id,
        title=title,
        form=form_of(clip),
        voice=Voice(clip.voice),
        seen=Picture(clip.picture) if clip.picture else None,
        mime=clip.mime,
        size=clip.size,
        seconds=clip.seconds,
        sha256=clip.sha256,
        language=story.language,
        themes=story.themes,
        content_notes=story.content_notes,
        words=said.words,
        cues=said.cues,
        _clip=clip,
    )
