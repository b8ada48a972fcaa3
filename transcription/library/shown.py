"""What tellers see of it: who played clips of them, how often, in which films they are, and what became of those."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Max
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from stories.downloads import Kept
from transcription.enums import ExportState
from transcription.library.terms import last_terms
from transcription.models import LibraryUse, ReelExport

LEFT = (ExportState.ISSUED, ExportState.REPLACED, ExportState.WITHDRAWN)


@dataclass(frozen=True)
class Film:
    title: str
    made_on: dt.datetime
    downloaded: bool
    taken_back_on: dt.datetime | None
    destroyed_on: dt.datetime | None  # as the training body says


@dataclass(frozen=True)
class Training:
    """What one training body did. `purpose` is what it said it would use clips for."""

    organisation: str
    purpose: str
    plays: int
    last_on: dt.datetime | None
    films: tuple[Film, ...]


def training_of(*, story_id: UUID) -> list[Training]:
    """Every training body that had anything of this story. Never a name of a person."""
    played = LibraryUse.objects.filter(story_id=story_id).order_by()
    counted = {
        row["organisation_id"]: row
        for row in played.values("organisation_id", "organisation__name").annotate(
            count=Count("plays"), last=Max("plays__at")
        )
    }
    exports = ReelExport.objects.filter(items__story_id=story_id, state__in=LEFT).distinct()
    made: dict[UUID, list[ReelExport]] = {}
    names = {pk: row["organisation__name"] for pk, row in counted.items()}
    for export in exports.select_related("reel__organisation").order_by("issued_at"):
        made.setdefault(export.reel.organisation_id, []).append(export)
        names[export.reel.organisation_id] = export.reel.organisation.name
    return [
        Training(
            organisation=names[pk],
            purpose=_purpose(pk),
            plays=counted[pk]["count"] if pk in counted else 0,
            last_on=counted[pk]["last"] if pk in counted else None,
            films=tuple(_film(export) for export in made.get(pk, ())),
        )
        for pk in sorted(names, key=lambda each: names[each])
    ]


def _purpose(organisation_id: UUID) -> str:
    terms = last_terms(organisation_id=organisation_id)
    return terms.purpose if terms else ""


def _film(export: ReelExport) -> Film:
    return Film(
        title=export.frozen["title"],
        made_on=export.issued_at or export.created_at,
        downloaded=export.downloaded_at is not None,
        taken_back_on=export.recalled_at,
        destroyed_on=export.confirmed_at,
    )


def show_training(request: HttpRequest, context: Mapping[str, Any]) -> SafeString:
    """context["story_id"]: the view has checked that it is this teller's."""
    story_id = context.get("story_id")
    bodies = training_of(story_id=story_id) if story_id else []
    if not bodies:
        return SafeString("")
    return SafeString(
        render_to_string("transcription/teller_training.html", {"bodies": bodies}, request=request)
    )


def keep_training(story_id: UUID) -> Kept:
    return Kept(
        [
            {
                "who": body.organisation,
                "what for": body.purpose,
                "times played": body.plays,
                "last played": body.last_on,
                "films": [
                    {
                        "title": film.title,
                        "made": film.made_on,
                        "downloaded": film.downloaded,
                        "taken back": film.taken_back_on,
                        "they say it is destroyed since": film.destroyed_on,
                    }
                    for film in body.films
                ],
            }
            for body in training_of(story_id=story_id)
        ]
    )
