"""Trainers' pages of the library: their terms, the search, one clip."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from accounts.models import Organisation
from accounts.permissions import organisations_of
from stories.admin.access import for_roles
from stories.admin.story import signed_in
from transcription.clips.door import TrainingClip
from transcription.library.access import for_trainers, under_terms
from transcription.library.finding import find_clip, find_clips
from transcription.library.forms import FORM_WORDS, SearchForm, TermsForm
from transcription.library.frame import show
from transcription.library.playing import make_address
from transcription.library.terms import CLAUSES, CannotAgree, agree, end_terms, live_terms
from transcription.models import Reel
from transcription.players import spoken_length
from transcription.reels.telling import to_destroy
from transcription.treatments.said import about

write = require_http_methods(["GET", "HEAD", "POST"])


@for_roles(Role.TRAINER)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Straight on to the clips where there is one way; else each organisation, and what it has to do first."""
    bodies = [
        (body, live_terms(organisation_id=body.pk), to_destroy(organisation=body))
        for body in organisations_of(user=request.user, role=Role.TRAINER)
    ]
    if len(bodies) == 1 and bodies[0][1]:
        return redirect("training:library", bodies[0][0].slug)
    title = _("Training")
    page = {"header_title": title, "page_title": title, "header_icon": "media", "bodies": bodies}
    return render(request, "transcription/library/home.html", page)


@for_trainers
@write
def terms(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What is agreed to, and agreeing anew. Nothing of the library is on it."""
    user = signed_in(request)
    form = TermsForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            agree(
                organisation=organisation,
                by=user,
                name=data["name"],
                purpose=data["purpose"],
                months=data["months"],
            )
        except CannotAgree as cannot:
            form.add_error(None, str(cannot))
        else:
            messages.success(request, _("Agreed. The library is open to all trainers of your organisation."))
            return redirect("training:library", organisation.slug)
    context = {"form": form, "clauses": CLAUSES, "live": live_terms(organisation_id=organisation.pk)}
    status = 422 if form.errors else 200
    return show(request, "terms", organisation=organisation, context=context, status=status)


@for_trainers
@require_POST
def end(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    if end_terms(organisation=organisation, by=signed_in(request)):
        messages.success(
            request, _("Ended. Library, reels and downloads are shut. Destroy what you exported.")
        )
    return redirect("training:terms", organisation.slug)


@under_terms
@require_safe
def library(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = SearchForm(request.GET or None)
    wanted = form.wanted()
    shelf = find_clips(organisation_id=organisation.pk, wanted=wanted, before=before_of(request))
    context = {
        "form": form,
        "clips": [describe(clip) for clip in shelf.clips],
        "older": older(request, shelf.next_before),
        "asked": not wanted.everything,
        "destroy": to_destroy(organisation=organisation),
    }
    return show(request, "library", organisation=organisation, context=context)


@under_terms
@require_safe
def clip(request: HttpRequest, organisation: Organisation, clip_id: UUID) -> HttpResponse:
    """What it speaks of first; the player opens by choice, at an address that ends soon."""
    found = find_clip(organisation_id=organisation.pk, clip_id=clip_id)
    if found is None:
        return show(request, "gone", organisation=organisation, title=_("Not here any more"), status=410)
    token = make_address(clip_id=clip_id, organisation=organisation, user=signed_in(request))
    context = describe(found) | {
        "media_url": reverse("training:play", args=[organisation.slug, token]),
        "captions_url": reverse("training:captions", args=[organisation.slug, token]),
        "about": about(voice=found.voice, picture=found.seen),
        "words": found.words,
        "reels": Reel.objects.filter(organisation=organisation),
    }
    return show(request, "clip", organisation=organisation, title=found.title, context=context)


def describe(clip: TrainingClip) -> dict[str, Any]:
    return {"clip": clip, "length": spoken_length(clip.seconds), "form": FORM_WORDS[clip.form]}


def before_of(request: HttpRequest) -> int | None:
    asked = request.GET.get("before", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None


def older(request: HttpRequest, number: int | None) -> str:
    """The same question, further back; empty on the last page."""
    if number is None:
        return ""
    kept = [(key, value) for key, values in request.GET.lists() if key != "before" for value in values]
    return "?" + urlencode([*kept, ("before", number)])
