"""What a trainer may see of the library now: search, then the gate again. Nothing without live terms."""

from dataclasses import dataclass
from uuid import UUID

from transcription.clips.door import TrainingClip, read_clip, read_clips
from transcription.library.search import Wanted, index_clip, search_clips, unindex_clip
from transcription.library.terms import live_terms


class NoTerms(Exception):
    """This organisation has agreed to no terms that hold today."""


@dataclass(frozen=True)
class Shelf:
    clips: list[TrainingClip]
    next_before: int | None


def find_clips(*, organisation_id: UUID, wanted: Wanted, before: int | None = None) -> Shelf:
    """What was to be left out is asked again of what each story carries today. Raises NoTerms."""
    _ask_terms(organisation_id)
    hits = search_clips(wanted=wanted, before=before)
    found = read_clips(clip_ids=hits.clip_ids)
    clips = [found[clip_id] for clip_id in hits.clip_ids if clip_id in found]
    refused = set(wanted.without)
    kept = [clip for clip in clips if refused.isdisjoint(term.slug for term in clip.content_notes)]
    return Shelf(kept, hits.next_before)


def find_clip(*, organisation_id: UUID, clip_id: UUID) -> TrainingClip | None:
    """None whenever any gate is closed. Raises NoTerms."""
    _ask_terms(organisation_id)
    return read_clip(clip_id=clip_id)


def find_these(*, organisation_id: UUID, clip_ids: list[UUID]) -> dict[UUID, TrainingClip]:
    """Those of CLIP_IDS that may be used now. Raises NoTerms."""
    _ask_terms(organisation_id)
    return read_clips(clip_ids=clip_ids)


def enter(clip_id: UUID) -> None:
    """A teller said yes to this clip: the search may find it, if the gate lets it through now."""
    if clip := read_clip(clip_id=clip_id):
        index_clip(clip=clip)


def leave(clip_id: UUID) -> None:
    unindex_clip(clip_id=clip_id)


def _ask_terms(organisation_id: UUID) -> None:
    if live_terms(organisation_id=organisation_id) is None:
        raise NoTerms
