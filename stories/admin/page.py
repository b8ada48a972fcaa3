"""One way of drawing an editors' page: Wagtail's header, breadcrumbs and title."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from stories.models import Story


def draw(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    story: Story | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """TEMPLATE below templates/stories/admin/; with a story, the way back leads over its page."""
    page = head_of(title=title, story=story)
    return render(request, f"stories/admin/{template}", page | context, status=status)


def head_of(*, title: str, story: Story | None) -> dict[str, Any]:
    """What the frame of an editors' page wants to know; for pages of the apps above as well."""
    return {
        "header_title": f"{story.reference}: {title}" if story else title,
        "page_title": title,
        "header_icon": "openquote",
        "breadcrumbs_items": breadcrumbs(title=title, story=story),
        "story": story,
    }


def breadcrumbs(*, title: str, story: Story | None) -> list[dict[str, str]]:
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("stories_admin:queue"), "label": _("Queue")},
    ]
    if story is None:
        trail.pop()
    elif title != story.reference:
        trail.append({"url": reverse("stories_admin:story", args=[story.pk]), "label": story.reference})
    return [*trail, {"url": "", "label": title}]
