"""The editors' pages on which a person looks for a face that the computer lost: each stretch, each frame of it.

They show the treated copy, in which a face may stand clear: so it takes the role and the reason that sealed words take,
and each look is written down.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from common.storages.errors import FileMissing
from common.vault.errors import KeyDestroyed
from stories.admin.access import for_roles
from stories.admin.page import head_of
from stories.admin.sitting import asks_why
from stories.admin.story import find_story, signed_in
from stories.parts import PartMissing
from stories.permissions import ANONYMISERS
from transcription.captions import clock as exactly
from transcription.clips.desk import recording_of
from transcription.faces.reviewing import (
    CannotReview,
    Review,
    Stretch,
    open_copy,
    open_review,
    say_of_stretch,
)
from transcription.faces.stills import draw_sheet, sheets
from transcription.models import Recording
from transcription.treatments.choosing import CannotTreat
from transcription.views.ranges import NEVER_KEPT

GONE = (PartMissing, KeyDestroyed, FileMissing, Recording.DoesNotExist)
ANSWERS = {"clear": True, "cover": False}


@for_roles(*ANONYMISERS)
@require_GET
@asks_why
def faces(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponse:
    """Every stretch, and what was said of it."""
    story, review = find_story(story_id), _open(request, story_id, part_id)
    page = head_of(title=_("Faces that were lost"), story=story) | {
        "part_id": part_id,
        "review": review,
        "stretches": [_row(each) for each in review.stretches] if review else [],
    }
    return render(request, "transcription/faces/faces.html", page)


@for_roles(*ANONYMISERS)
@require_http_methods(["GET", "POST"])
@asks_why
def stretch(request: HttpRequest, story_id: UUID, part_id: UUID, number: int) -> HttpResponse:
    """One stretch with every frame of it. POST says what can be seen, and goes on to the next that nobody looked at."""
    if request.method == "POST":
        return _say(request, story_id, part_id, number)
    story, review = find_story(story_id), _open(request, story_id, part_id)
    shown = _stretch(review, number)
    page = head_of(title=_("Look for a face"), story=story) | {
        "part_id": part_id,
        "copy": review.copy if review else None,
        "row": _row(shown),
        "count": len(review.stretches) if review else 0,
        "sheets": [
            {"number": at, "from": clock(begins), "to": clock(ends)}
            for at, (begins, ends) in enumerate(sheets(shown.start, shown.end))
        ],
    }
    return render(request, "transcription/faces/stretch.html", page)


def _say(request: HttpRequest, story_id: UUID, part_id: UUID, number: int) -> HttpResponse:
    recording_of(story_id, part_id)
    answer, sha256 = ANSWERS.get(request.POST.get("said", "")), request.POST.get("sha256", "")
    try:
        if answer is None:
            raise CannotReview(_("Say what you saw: nothing that can be recognised, or something to cover."))
        review = say_of_stretch(
            part_id=part_id, sha256=sha256, number=number, clear=answer, by=signed_in(request)
        )
    except (CannotReview, CannotTreat) as cannot:
        messages.error(request, str(cannot))
        return redirect("transcription:faces", story_id=story_id, part_id=part_id)
    except GONE:
        raise Http404 from None
    return _go_on(request, story_id, part_id, review=review, sha256=sha256)


def _go_on(
    request: HttpRequest, story_id: UUID, part_id: UUID, *, review: Review | None, sha256: str
) -> HttpResponse:
    if review is not None and review.copy.sha256 == sha256 and review.left:
        at = review.left[0].number
        return redirect("transcription:face_stretch", story_id=story_id, part_id=part_id, number=at)
    if review is not None and review.done:
        messages.success(request, _("All of it is looked at. A second person can hear and see the copy now."))
    else:
        messages.success(
            request, _("The copy is made anew, with those stretches black. Then it is looked at again.")
        )
    return redirect("transcription:faces", story_id=story_id, part_id=part_id)


@for_roles(*ANONYMISERS)
@require_safe
def sheet(request: HttpRequest, story_id: UUID, part_id: UUID, number: int, step: int) -> HttpResponse:
    """Half a second of a stretch as one picture. 403 for who has not said why they look: the page around it asks."""
    review = _open(request, story_id, part_id)
    shown = _stretch(review, number)
    spans = sheets(shown.start, shown.end)
    if review is None or step >= len(spans):
        raise Http404
    begins, ends = spans[step]
    try:
        with open_copy(review) as film:
            drawn = draw_sheet(film=film, start=begins, end=ends)
    except GONE:
        raise Http404 from None
    return HttpResponse(drawn, content_type="image/jpeg", headers=NEVER_KEPT)


def _open(request: HttpRequest, story_id: UUID, part_id: UUID) -> Review | None:
    """Raises Http404, WhyNotSaid."""
    try:
        return open_review(recording=recording_of(story_id, part_id), by=signed_in(request))
    except GONE:
        raise Http404 from None


def _stretch(review: Review | None, number: int) -> Stretch:
    """Raises Http404."""
    if review is None or number >= len(review.stretches):
        raise Http404
    return review.stretches[number]


def _row(each: Stretch) -> dict[str, Any]:
    return {
        "number": each.number,
        "shown": each.number + 1,
        "from": clock(each.start),
        "to": clock(each.end),
        "look": each.look,
    }


def clock(seconds: float) -> str:
    """To the tenth of a second: a frame is shorter than a second."""
    return exactly(seconds)[:10].removeprefix("00:")
