"""Before sealed words: what is in it, how long it is, why you open it, and a way out."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from stories import care, looks, not_this_one
from stories.admin.access import for_roles
from stories.admin.forms import SitForm
from stories.admin.page import draw
from stories.admin.rows import describe_stories
from stories.admin.story import find_story, signed_in
from stories.enums import Stage, Why
from stories.errors import StageRefused
from stories.looks import WhyNotSaid
from stories.models import Story
from stories.permissions import ANONYMISERS, EDITORS

P = ParamSpec("P")
# Addresses that are only ever sent to, and the page that they are sent from.
SENT_FROM = {
    **dict.fromkeys(("hide", "undo", "rest"), "stories_admin:words"),
    **dict.fromkeys(("save_transcript", "restore_transcript"), "transcription:transcript"),
}
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def asks_why(view: View[P]) -> View[P]:
    """Where VIEW would open sealed words and nobody has said why in this sitting, the question stands in its place.

    What is sent from a page that stood open for longer than a sitting is not lost: the last reason holds for it.
    """

    @wraps(view)
    def ask(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        story_id = cast(UUID, kwargs["story_id"])
        try:
            return view(request, *args, **kwargs)
        except WhyNotSaid:
            if request.method == "POST" and looks.sit_on(story_id=story_id, by=signed_in(request)):
                return view(request, *args, **kwargs)
        return _question(request, find_story(story_id), form=None)

    return ask


@for_roles(*ANONYMISERS)
@require_http_methods(["GET", "POST"])
def sit(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """The reason, kept for this sitting; then on to the page that wanted it. It may be changed at any time."""
    story, form = find_story(story_id), SitForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _question(request, story, form=form if form.is_bound else None)
    try:
        looks.sit_down(story_id=story_id, why=Why(form.cleaned_data["why"]), by=signed_in(request))
    except StageRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("stories_admin:story", story_id=story_id)
    return redirect(_way_on(story_id, form.cleaned_data["next"]))


def _question(request: HttpRequest, story: Story, *, form: SitForm | None) -> HttpResponse:
    user = signed_in(request)
    return draw(
        request,
        "sit.html",
        title=_("Before you open it"),
        story=story,
        row=describe_stories(Story.objects.filter(pk=story.pk))[0],
        reminder=care.remind(story_id=story.pk, by=user),
        form=form or SitForm(initial=_initial(request, story, user)),
        status=422 if form else 200,
    )


def _initial(request: HttpRequest, story: Story, user: User) -> dict[str, Any]:
    mine = story.editor_id == user.pk and story.stage == Stage.ANONYMISING
    return {"why": Why.ANONYMISING if mine else None, "next": _wanted(request)}


def _wanted(request: HttpRequest) -> str:
    """The page that asked; for what is only ever sent, the page that it is sent from."""
    at = request.resolver_match
    if at is None or at.url_name == "sit":
        return ""
    page = SENT_FROM.get(at.url_name or "")
    return reverse(page, kwargs=at.kwargs) if page else request.path


def _way_on(story_id: UUID, wanted: str) -> str:
    """A page of the same story and nothing else, whatever was sent."""
    cover = reverse("stories_admin:story", args=[story_id])
    own = wanted.startswith(cover) and not set(wanted) & set("?#\\") and "//" not in wanted
    return wanted if own and ".." not in wanted else cover


@for_roles(*EDITORS)
@require_POST
def not_this(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Not this one. Nobody asks why."""
    story = find_story(story_id)
    not_this_one.leave_to_others(story_id=story_id, by=signed_in(request))
    said = _("%s is out of your queue. Somebody else takes it. You need not say why.")
    messages.success(request, said % story.reference)
    return redirect("stories_admin:queue")


@for_roles(*EDITORS)
@require_POST
def after_all(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Back in the editor's own queue."""
    story = find_story(story_id)
    not_this_one.take_up_again(story_id=story_id, by=signed_in(request))
    messages.success(request, _("%s is in your queue again.") % story.reference)
    return redirect("stories_admin:story", story_id=story_id)
