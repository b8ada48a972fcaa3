"""The first lines of a part, and the rest on purpose."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.vault.keys import KeyDestroyed
from stories import opening
from stories.admin.access import for_roles
from stories.admin.page import draw
from stories.admin.rows import about_words
from stories.admin.sitting import asks_why
from stories.admin.story import find_story, signed_in
from stories.errors import StageRefused
from stories.models import SealedPart, Story
from stories.permissions import ANONYMISERS

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def first_lines_first(view: View[P]) -> View[P]:
    """In place of VIEW, which shows a whole part: its first lines, until the editor has asked for the rest."""

    @wraps(view)
    def show(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        story_id, part_id = cast(UUID, kwargs["story_id"]), cast(UUID, kwargs["part_id"])
        if opening.is_open(story_id=story_id, part_id=part_id, by=signed_in(request)):
            return view(request, *args, **kwargs)
        return _first_lines(request, story_id, part_id)

    return show


def _first_lines(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponse:
    story = find_story(story_id)
    try:
        first = opening.open_first(story_id=story_id, part_id=part_id, by=signed_in(request))
    except StageRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("stories_admin:story", story_id=story_id)
    except (SealedPart.DoesNotExist, KeyDestroyed):
        raise Http404 from None
    return draw(
        request,
        "first_lines.html",
        title=_("First lines"),
        story=story,
        part_id=part_id,
        first=first,
        more=about_words(first.left),
    )


@for_roles(*ANONYMISERS)
@require_POST
@asks_why
def rest(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponse:
    try:
        opening.open_rest(story_id=story_id, part_id=part_id, by=signed_in(request))
    except StageRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("stories_admin:story", story_id=story_id)
    except (Story.DoesNotExist, SealedPart.DoesNotExist):
        raise Http404 from None
    return redirect("stories_admin:words", story_id=story_id, part_id=part_id)
