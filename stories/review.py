"""What a teller sees when asked: the safe version as others would get it, beside their own words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from stories.copies import Copy, look_at, something_to_hear
from stories.enums import MEDIA_KINDS, PartKind, Stage, ThemeGroup
from stories.models import Story, Submission
from stories.sealing import open_beside
from stories.themes import FrozenTerm, frozen_terms


@dataclass(frozen=True)
class PartPair:
    part_id: UUID
    kind: PartKind
    own: str
    safe: str
    copy: Copy | None  # of a recording: how it would be played
    question: str = ""  # what was asked above these words


@dataclass(frozen=True)
class VersionShown:
    number: int
    sha256: str
    title: str
    summary: str
    pairs: tuple[PartPair, ...]
    themes: tuple[FrozenTerm, ...]
    content_notes: tuple[FrozenTerm, ...]
    asked: bool  # an answer is waited for
    unheard: tuple[
        Copy, ...
    ]  # copies that were finished after the yes to the words: none is heard before a yes of its own

    @property
    def terms(self) -> tuple[FrozenTerm, ...]:
        return (*self.themes, *self.content_notes)


def version_for_teller(*, submission_id: UUID) -> VersionShown | None:
    """The version that stands, once a second person has read it; None before."""
    story = Story.objects.select_related("current_version", "submission").filter(pk=submission_id).first()
    if story is None or story.current_version is None or story.current_version.second_read_at is None:
        return None
    document, own = open_beside(version=story.current_version, parts=story.submission.parts.all())
    if document is None:
        return None
    pairs = _pairs(document, own)
    terms = frozen_terms(document["themes"])
    approved = story.approved_version_id == story.current_version.pk
    return VersionShown(
        number=story.current_version.number,
        sha256=story.current_version.sha256,
        title=document["title"],
        summary=document["summary"],
        pairs=pairs,
        themes=tuple(term for term in terms if term.group != ThemeGroup.CONTENT_NOTES),
        content_notes=tuple(term for term in terms if term.group == ThemeGroup.CONTENT_NOTES),
        asked=story.stage == Stage.WITH_TELLER,
        unheard=_unheard(pairs) if approved else (),
    )


def _pairs(document: dict[str, Any], own: Mapping[UUID, str]) -> tuple[PartPair, ...]:
    parts = [(UUID(part["id"]), PartKind(part["kind"]), part) for part in document["parts"]]
    copies = look_at(part_ids=[part_id for part_id, kind, _part in parts if kind in MEDIA_KINDS])
    return tuple(
        PartPair(
            part_id, kind, own.get(part_id, ""), part["text"], copies.get(part_id), part.get("question", "")
        )
        for part_id, kind, part in parts
    )


def copies_to_hear(*, submission: Submission) -> bool:
    """Whether the teller of an approved story is asked about a recording: for a word on their page."""
    story = submission.story
    if story.approved_version_id is None or story.approved_version_id != story.current_version_id:
        return False
    # Heard by a second person means: in a version. What was added and is in none waits for the next one.
    recordings = submission.parts.filter(kind__in=MEDIA_KINDS)
    return something_to_hear(part_ids=list(recordings.values_list("pk", flat=True)))


def _unheard(pairs: Collection[PartPair]) -> tuple[Copy, ...]:
    copies = [pair.copy for pair in pairs if pair.copy is not None and pair.copy.sha256]
    return tuple(copy for copy in copies if copy.second_heard and not copy.approved)
