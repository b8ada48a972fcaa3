"""Trainers' pages of reels: the list, one reel with its words and its clips, what it would be."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Organisation
from stories.admin.story import signed_in
from transcription.library.access import under_terms
from transcription.library.forms import NewReelForm, ReelForm
from transcription.library.frame import Crumb, show
from transcription.models import Reel, ReelItem
from transcription.players import spoken_length
from transcription.reels.building import CannotAdd, add_clip, create_reel, drop, lay_out, move, name_item
from transcription.reels.composing import compose, frozen, suggested_note, timeline, warnings_for
from transcription.reels.plan import CannotShow
from transcription.reels.telling import to_destroy

write = require_http_methods(["GET", "HEAD", "POST"])
PLACES = {"up": -1, "down": 1}


@under_terms
@write
def reels(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = NewReelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = create_reel(organisation=organisation, title=form.cleaned_data["title"], by=signed_in(request))
        return redirect("training:reel", organisation.slug, made.pk)
    found = Reel.objects.filter(organisation=organisation).prefetch_related("items", "exports")
    context = {"form": form, "reels": found, "destroy": to_destroy(organisation=organisation)}
    status = 422 if form.errors else 200
    return show(request, "reels", organisation=organisation, context=context, status=status)


@under_terms
@write
def reel(request: HttpRequest, organisation: Organisation, reel_id: UUID) -> HttpResponse:
    found = own_reel(organisation, reel_id)
    form = ReelForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Kept."))
        return redirect("training:reel", organisation.slug, reel_id)
    if form.errors:  # what was typed is in the form; everything around it says what is kept
        found = own_reel(organisation, reel_id)
    status = 422 if form.errors else 200
    return show(
        request,
        "reel",
        organisation=organisation,
        title=found.title,
        crumbs=[reels_crumb(organisation)],
        context=workbench(found) | {"form": form},
        status=status,
    )


def workbench(found: Reel) -> dict[str, Any]:
    placed = lay_out(reel=found)
    warnings = warnings_for(reel=found, placed=placed)
    return {
        "reel": found,
        "placed": [(each, spoken_length(each.clip.seconds) if each.clip else "") for each in placed],
        "warnings": warnings,
        "stopped": any(warning.stops for warning in warnings),
        "exports": found.exports.all(),
        "suggested": "" if found.content_note else suggested_note(placed),
    }


@under_terms
@require_POST
def add(request: HttpRequest, organisation: Organisation, reel_id: UUID) -> HttpResponse:
    found = own_reel(organisation, reel_id)
    try:
        clip_id = UUID(request.POST.get("clip", ""))
    except ValueError:
        raise Http404 from None
    try:
        item = add_clip(reel=found, clip_id=clip_id)
    except CannotAdd as cannot:
        messages.error(request, str(cannot))
        return redirect("training:reel", organisation.slug, reel_id)
    return redirect(f"{reverse('training:reel', args=[organisation.slug, reel_id])}#item-{item.pk}")


@under_terms
@require_POST
def arrange(request: HttpRequest, organisation: Organisation, reel_id: UUID, item_id: int) -> HttpResponse:
    """Up, down, out, or another title on its card."""
    found, action = own_reel(organisation, reel_id), request.POST.get("action", "")
    back = reverse("training:reel", args=[organisation.slug, reel_id])
    if action == "drop":
        drop(reel_id=found.pk, item_id=item_id)
        return redirect(back)
    if action == "title":
        name_item(reel_id=found.pk, item_id=item_id, title=request.POST.get("title", ""))
    elif action in PLACES:
        try:
            move(reel_id=found.pk, item_id=item_id, by=PLACES[action])
        except ReelItem.DoesNotExist:
            raise Http404 from None
    else:
        raise Http404
    return redirect(f"{back}#item-{item_id}")


@under_terms
@require_safe
def preview(request: HttpRequest, organisation: Organisation, reel_id: UUID) -> HttpResponse:
    """Card by card, with the moment at which each begins: from what may be used now, and nothing is made."""
    found = own_reel(organisation, reel_id)
    placed = [each for each in lay_out(reel=found) if each.clip]
    clips = [each.clip for each in placed if each.clip]
    context: dict[str, Any] = {"reel": found}
    try:
        shown = timeline(compose(words=frozen(reel=found, placed=placed), clips=clips))
        context |= {"scenes": shown, "length": spoken_length(shown[-1].at + shown[-1].scene.seconds)}
    except CannotShow as cannot:
        context["why_not"] = str(cannot)
    crumbs = [reels_crumb(organisation), reel_crumb(found)]
    return show(
        request,
        "plan",
        organisation=organisation,
        title=_("What it will be"),
        crumbs=crumbs,
        context=context,
    )


def own_reel(organisation: Organisation, reel_id: UUID) -> Reel:
    return get_object_or_404(
        Reel.objects.select_related("organisation"), organisation=organisation, pk=reel_id
    )


def reels_crumb(organisation: Organisation) -> Crumb:
    return {"url": reverse("training:reels", args=[organisation.slug]), "label": _("Reels")}


def reel_crumb(reel: Reel) -> Crumb:
    return {"url": reverse("training:reel", args=[reel.organisation.slug, reel.pk]), "label": reel.title}
