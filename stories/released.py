"""What may be shown: frozen values built from a frozen version. No model instance passes the door."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from stories.enums import Form, PartKind, Purpose, ThemeGroup
from stories.models import ConsentRecord, Story, Trust
from stories.sealing import open_versions
from stories.themes import FrozenTerm, frozen_terms, theme_label

ReleasedTerm = FrozenTerm


@dataclass(frozen=True)
class Happened:
    """Where and when, as far as its teller said: to work out which rules held there and then. Never shown."""

    nation: str = ""
    first: dt.date | None = None
    last: dt.date | None = None

    @classmethod
    def in_year(cls, *, year: int | None, nation: str) -> "Happened":
        """A year that has not begun is a slip of the pen, and says nothing."""
        if not year or year > timezone.localdate().year:
            return cls(nation)
        return cls(nation, dt.date(year, 1, 1), dt.date(year, 12, 31))

    @property
    def known(self) -> bool:
        return bool(self.nation and self.first and self.last)


@dataclass(frozen=True)
class ReleasedPart:
    part_id: UUID
    kind: PartKind
    text: str
    question: str = ""  # what was asked above these words, as it was asked; empty for free writing

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(p.strip() for p in self.text.split("\n\n") if p.strip())


@dataclass(frozen=True)
class ReleasedStory:
    """One safe version, as its teller approved it. `trust_*` are empty unless the consent lets it be named."""

    story_id: UUID
    reference: str
    version_hash: str
    version_number: int
    title: str
    summary: str
    parts: tuple[ReleasedPart, ...]
    themes: tuple[ReleasedTerm, ...]
    content_notes: tuple[ReleasedTerm, ...]
    language: str
    setting: str
    trust_code: str
    trust_name: str
    form: Form
    consent_id: int
    published_on: dt.date | None
    fictional: bool
    words: int
    happened: Happened = field(repr=False)

    @property
    def text(self) -> str:
        return "\n\n".join(part.text for part in self.parts)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(p.strip() for p in self.text.split("\n\n") if p.strip())

    @property
    def minutes(self) -> int:
        """Reading time at a gentle 180 words a minute."""
        return max(1, round(self.words / 180))

    @property
    def theme_slugs(self) -> tuple[str, ...]:
        return tuple(term.slug for term in self.themes)


def build_released(*, stories: Sequence[Story], consents: dict[UUID, ConsentRecord]) -> list[ReleasedStory]:
    """Open the approved versions of STORIES (each with `submission`, its trust and `approved_version` loaded).

    A story whose key is gone, whose words do not match their hash, or that lacks a consent here, is left out.
    """
    open_to_all = [s for s in stories if s.pk in consents and s.approved_version is not None]
    documents = open_versions(versions=[s.approved_version for s in open_to_all if s.approved_version])
    return [
        _released(story=story, document=document, consent=consents[story.pk])
        for story, document in zip(open_to_all, documents, strict=True)
        if document is not None
    ]


def _released(*, story: Story, document: dict[str, Any], consent: ConsentRecord) -> ReleasedStory:
    version = story.approved_version
    assert version is not None  # noqa: S101  build_released keeps only those that have one
    terms = frozen_terms(document["themes"])
    trust = _named_trust(story=story, consent=consent)
    return ReleasedStory(
        story_id=story.pk,
        reference=story.reference,
        version_hash=version.sha256,
        version_number=version.number,
        title=document["title"],
        summary=document["summary"],
        parts=tuple(
            ReleasedPart(UUID(p["id"]), PartKind(p["kind"]), p["text"], p.get("question", ""))
            for p in document["parts"]
        ),
        themes=tuple(t for t in terms if t.group != ThemeGroup.CONTENT_NOTES),
        content_notes=tuple(t for t in terms if t.group == ThemeGroup.CONTENT_NOTES),
        language=document["language"],
        setting=theme_label(slug=story.submission.setting),
        trust_code=trust.code if trust else "",
        trust_name=trust.name if trust else "",
        form=Form(consent.form),
        consent_id=consent.pk,
        published_on=story.published_at.date() if story.published_at else None,
        fictional=story.submission.fictional,
        words=version.words,
        happened=_happened(story),
    )


def _happened(story: Story) -> Happened:
    told = story.submission
    return Happened.in_year(year=told.event_year, nation=told.trust.nation if told.trust else "")


def _named_trust(*, story: Story, consent: ConsentRecord) -> Trust | None:
    """A yes to naming the place ends when the teller changes or leaves out where it was; a pack's own trust stays."""
    same_place = consent.trust_id == story.submission.trust_id
    return consent.trust if consent.purpose == Purpose.NAMED_PACK or same_place else None
