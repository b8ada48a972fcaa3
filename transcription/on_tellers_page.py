"""What pages of a teller's know of their story and its recordings. The slots ask once for all of them."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from transcription.models import Clip, Recording, Transcript


class Told(Protocol):
    """A submission, of which only the id is needed here."""

    @property
    def pk(self) -> UUID: ...


@dataclass(frozen=True)
class OnPage:
    part_id: UUID
    written_down: bool
    has_clips: bool  # that a second person heard


def recordings_on_page(request: HttpRequest, *, story_id: UUID) -> list[OnPage]:
    """In the order they came; one query for a request, however many slots ask."""
    held: dict[UUID, list[OnPage]] = request.__dict__.setdefault("recordings_on_page", {})
    if story_id not in held:
        clips = Clip.objects.filter(recording=OuterRef("pk"), stale_at=None, heard_at__isnull=False)
        rows = Recording.objects.filter(story_id=story_id, erased_at=None).order_by("created_at")
        found = rows.annotate(
            words=Exists(Transcript.objects.filter(recording=OuterRef("pk"))), cut=Exists(clips)
        )
        held[story_id] = [OnPage(*row) for row in found.values_list("part_id", "words", "cut")]
    return held[story_id]
