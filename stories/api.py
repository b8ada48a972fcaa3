"""The stories of the website for other programs: read only, through the gate each time, no field that the site hides.

Wagtail's API v2, with one endpoint and none of its own querysets: a model of ours never reaches a serializer.
"""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import cache_control
from rest_framework.exceptions import ParseError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import BaseAPIViewSet

from stories.models import Story
from stories.release import ReleasedStory, ReleasedTerm, list_website, read_website
from stories.themes import all_terms

MOST = 20
ASKED = frozenset({"limit", "before", "theme", "format"})
ask_again = cache_control(no_cache=True, private=True)


class StoriesAPIViewSet(BaseAPIViewSet):
    """A page at a time, newest first; `meta.next` is the address of the next. No total: see docs/disclosure.md."""

    model = Story  # names the endpoint; it is not asked for rows
    renderer_classes = [JSONRenderer]
    authentication_classes: list[type] = []

    def listing_view(self, request: Request) -> Response:
        if unknown := set(request.query_params) - ASKED:
            raise ParseError(f"Not known: {', '.join(sorted(unknown))}.")
        limit, theme = _limit(request), _theme(request)
        listed = list_website(theme=theme, before=_before(request), limit=limit)
        following = ""
        if listed.next_before:
            query = request.query_params.copy()
            query["before"] = listed.next_before.isoformat()
            following = f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"
        items = [_short(request, story) for story in listed.stories]
        return Response({"meta": {"limit": limit, "next": following or None}, "items": items})

    def detail_view(self, request: Request, pk: UUID) -> Response:
        story = read_website(story_id=pk)
        if story is None:
            raise Http404
        return Response(_short(request, story) | {"parts": _parts(story)})

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        """Without Wagtail's `find`, which would ask the model itself."""
        return [
            path("", ask_again(cls.as_view({"get": "listing_view"})), name="listing"),
            path("<uuid:pk>/", ask_again(cls.as_view({"get": "detail_view"})), name="detail"),
        ]


def _limit(request: Request) -> int:
    asked = request.query_params.get("limit", str(MOST))
    if not asked.isascii() or not asked.isdigit() or len(asked) > 3 or not 1 <= int(asked) <= MOST:
        raise ParseError(f"limit is a number from 1 to {MOST}.")
    return int(asked)


def _theme(request: Request) -> str:
    slug: str = request.query_params.get("theme", "")
    term = all_terms().get(slug)
    if slug and (term is None or not term.browsable):
        raise ParseError("theme is the short name of a theme, as in its address on the site.")
    return slug


def _before(request: Request) -> Any:
    asked = request.query_params.get("before", "")
    try:
        moment = parse_datetime(asked)
        if moment is not None and moment.tzinfo is not None:
            return moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):  # the first and last days there are have no time in other zones
        pass
    if asked:
        raise ParseError("before is a moment, as given in meta.next.")
    return None


def _short(request: Request, story: ReleasedStory) -> dict[str, Any]:
    """What a card of the site shows."""
    page = request.build_absolute_uri(reverse("stories:story", args=[story.story_id]))
    detail = request.build_absolute_uri(reverse("wagtailapi:stories:detail", args=[story.story_id]))
    return {
        "id": str(story.story_id),
        "meta": {"type": "stories.Story", "detail_url": detail, "html_url": page},
        "title": story.title,
        "summary": story.summary,
        "language": story.language,
        "published_on": story.published_on,
        "trust": story.trust_name or None,
        "setting": story.setting or None,
        "minutes": story.minutes,
        "content_notes": [_term(term) for term in story.content_notes],
        "themes": [_term(term) for term in story.themes],
        "fictional": story.fictional,
    }


def _term(term: ReleasedTerm) -> dict[str, str]:
    return {"slug": term.slug, "label": term.label}


def _parts(story: ReleasedStory) -> list[dict[str, Any]]:
    return [
        {"kind": str(part.kind), "question": part.question or None, "paragraphs": list(part.paragraphs)}
        for part in story.parts
    ]


router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("stories", StoriesAPIViewSet)
