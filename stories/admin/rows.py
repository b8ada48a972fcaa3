"""What may be said about a story without opening it: codes, stages, lengths and labels; never a word of it."""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from common.jobs.models import Job
from stories.enums import MEDIA_KINDS, PartKind, Stage, ThemeGroup, ToldBy, Way
from stories.models import SealedPart, Story
from stories.prompts import find_prompt

WORDS_A_MINUTE = 200  # read with care
LETTERS_A_WORD = 5.6  # with its space, in English prose; good enough for "about 320 words"
TRANSCRIBE = "transcribe_recording"


@dataclass(frozen=True)
class PartRow:
    part_id: UUID
    kind: str
    icon: str
    words: int
    bytes: int
    readable: bool
    transcription: str  # the state of its job in words; empty for writing
    reason: str  # why the job waits or failed, for people
    stuck: bool
    decisions: int


@dataclass(frozen=True)
class StoryRow:
    story_id: UUID
    reference: str
    stage: Stage
    since: dt.datetime
    editor: str
    editor_id: int | None
    language: str
    parts: tuple[PartRow, ...]
    content_notes: tuple[str, ...]
    themes: tuple[str, ...]
    fictional: bool
    told_by: str  # whose yes it rests on; empty after an erasure
    began_by: str

    @property
    def words(self) -> int:
        return sum(part.words for part in self.parts)

    @property
    def minutes(self) -> int:
        """That reading it takes; 0 when there are no words yet."""
        return math.ceil(self.words / WORDS_A_MINUTE)

    @property
    def over(self) -> bool:
        """Taken back: nothing more is said of it than that."""
        return self.stage in (Stage.WITHDRAWN, Stage.ERASED)

    @property
    def length(self) -> str:
        """Such as "about 320 words, 2 parts"."""
        if not self.words:
            return _("a recording without words yet")
        about = ngettext("about %d word", "about %d words", self.words) % self.words
        if len(self.parts) == 1:
            return about
        return about + ", " + ngettext("%d part", "%d parts", len(self.parts)) % len(self.parts)


def describe_stories(stories: QuerySet[Story]) -> list[StoryRow]:
    """Four queries, however many stories; no sealed byte is loaded."""
    parts_only = (
        SealedPart.objects.defer("sealed_text")
        .annotate(readable=Q(sealed_text__isnull=False), decisions=Count("redactions"))
        .order_by("position", "created_at")  # a count drops the order of the model
    )
    loaded = list(
        stories.select_related("submission", "editor").prefetch_related(
            Prefetch("submission__parts", queryset=parts_only), "themes"
        )
    )
    parts = [part for story in loaded for part in story.submission.parts.all()]
    jobs = _latest_jobs(parts)
    return [_story_row(story, jobs) for story in loaded]


def _latest_jobs(parts: Iterable[SealedPart]) -> dict[str, Job]:
    ids = [str(part.pk) for part in parts]
    # Later rows win: a recording tried again has several.
    return {
        job.object_id: job
        for job in Job.objects.filter(kind=TRANSCRIBE, object_id__in=ids).order_by("created_at")
    }


def _story_row(story: Story, jobs: dict[str, Job]) -> StoryRow:
    themes = list(story.themes.all())
    return StoryRow(
        story_id=story.pk,
        reference=story.reference,
        stage=Stage(story.stage),
        since=story.stage_since,
        editor=str(story.editor) if story.editor else "",
        editor_id=story.editor_id,
        language=language_name(story.submission.language),
        parts=tuple(_part_row(part, jobs.get(str(part.pk))) for part in story.submission.parts.all()),
        content_notes=_labels(t.label for t in themes if t.group == ThemeGroup.CONTENT_NOTES),
        themes=_labels(t.label for t in themes if t.group != ThemeGroup.CONTENT_NOTES),
        fictional=story.submission.fictional,
        told_by=str(ToldBy(story.submission.told_by).label) if story.submission.told_by else "",
        began_by=str(Way(story.submission.way).label) if story.submission.way else "",
    )


def _labels(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(labels)


# `Any`: a part with what `describe_stories` annotated.
def _part_row(part: Any, job: Job | None) -> PartRow:
    kind, prompt = PartKind(part.kind), find_prompt(slug=part.prompt)
    state, reason = _transcription(part, job) if kind in MEDIA_KINDS else ("", "")
    return PartRow(
        part_id=part.pk,
        kind=f"{kind.label}: {prompt.question}" if prompt else str(kind.label),
        icon="doc-full" if kind == PartKind.WRITTEN else "media",
        words=about_words(part.text_length),
        bytes=part.file_size,
        readable=part.readable,
        transcription=state,
        reason=reason,
        stuck=bool(job and job.state in ("failed", "waiting") and not part.readable),
        decisions=part.decisions,
    )


def _transcription(part: Any, job: Job | None) -> tuple[str, str]:
    if part.readable:
        return _("Transcript ready"), ""
    if job is None:
        return _("Not transcribed"), ""
    said = {
        "queued": _("Transcript: in the queue"),
        "running": _("Transcript: %d%% done") % round(job.progress * 100),
        "waiting": _("Transcript: waiting"),
        "failed": _("Transcript: failed"),
        "done": _("Transcript: no words were heard"),
    }
    return said[job.state], job.reason


def about_words(letters: int) -> int:
    """Rounded, so that it says no more than it knows."""
    words = letters / LETTERS_A_WORD
    step = 10 if words > 20 else 1
    return max(1, round(words / step) * step) if letters else 0


def language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
