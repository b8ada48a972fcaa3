"""Turning a story down, and deciding about an appeal against that."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.vault.errors import KeyDestroyed
from stories import refusals
from stories.admin.access import for_roles
from stories.admin.page import draw
from stories.admin.reply_forms import DecideForm, TurnDownForm
from stories.admin.rows import describe_stories
from stories.admin.sitting import asks_why
from stories.admin.story import find_story, signed_in
from stories.errors import StageRefused
from stories.models import Story
from stories.permissions import ANONYMISERS


@for_roles(*ANONYMISERS)
@require_http_methods(["GET", "POST"])
def turn_down(request: HttpRequest, story_id: UUID) -> HttpResponse:
    story, listed = find_story(story_id), refusals.reasons()
    form = TurnDownForm(request.POST or None, reasons=listed)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            refusals.turn_down(
                story_id=story_id, reason_id=int(given["reason"]), words=given["words"], by=signed_in(request)
            )
        except StageRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%s is turned down. Its teller reads why.") % story.reference)
            return redirect("stories_admin:story", story_id=story_id)
    return draw(
        request,
        "turn_down.html",
        title=_("Turn it down"),
        story=story,
        form=form,
        reasons=listed,
        welsh=story.submission.language == "cy",
        status=422 if form.errors else 200,
    )


@for_roles(*ANONYMISERS)
@require_http_methods(["GET", "POST"])
@asks_why
def appeal(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Opening it is a look at sealed words. What was typed stays, whatever is refused."""
    story, user, form = find_story(story_id), signed_in(request), DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            refusals.decide_appeal(
                story_id=story_id, upheld=given["upheld"] == "yes", words=given["words"], by=user
            )
        except StageRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%s: decided. Its teller reads why.") % story.reference)
            return redirect("stories_admin:story", story_id=story_id)
    try:
        row, words, asked = refusals.read_appeal(story_id=story_id, by=user)
    except (StageRefused, KeyDestroyed) as refusal:
        messages.error(request, str(refusal))
        return redirect("stories_admin:story", story_id=story_id)
    return draw(
        request,
        "appeal.html",
        title=_("Appeal"),
        story=story,
        row=describe_stories(Story.objects.filter(pk=story_id))[0],
        refusal=row,
        words=words,
        asked=asked,
        form=form,
        may_open=True,
        status=422 if form.errors else 200,
    )
