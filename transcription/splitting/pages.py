"""Editors' pages of old discs and tapes: the list, one of them, its stretches, and its end."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from stories.admin.access import for_roles
from stories.admin.story import signed_in
from stories.permissions import ANONYMISERS
from transcription.enums import RipState
from transcription.models import Rip
from transcription.splitting import shown
from transcription.splitting.bringing import NotOpen, bring_rip
from transcription.splitting.ending import HERE, throw_out
from transcription.splitting.stretches import CannotSplit, Row, SavedMeanwhile, save_stretches

MOST_GONE = 30
READ = ["GET", "HEAD"]
SHOW = {
    RipState.ARRIVING: shown.show_files,
    RipState.PREPARING: shown.show_job,
    RipState.UNREADABLE: shown.show_job,
    RipState.READY: shown.show_split,
    RipState.GOING: shown.show_ended,
    RipState.DESTROYED: shown.show_ended,
}


class BringForm(forms.Form):
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.filter(kind=OrganisationKind.GROUP).order_by("name"),
        label=gettext_lazy("Which group has it?"),
        empty_label=gettext_lazy("Choose a group"),
    )


def find_rip(rip_id: UUID) -> Rip:
    """Raises Http404."""
    rip = Rip.objects.filter(pk=rip_id).select_related("organisation", "brought_by").first()
    if rip is None:
        raise Http404
    return rip


def draw(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    rip: Rip | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    trail = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if rip is not None:
        trail.append({"url": reverse("splitting:rips"), "label": _("Old discs and tapes")})
        if title != rip.reference:
            trail.append({"url": reverse("splitting:rip", args=[rip.pk]), "label": rip.reference})
    page = {
        "header_title": title,
        "page_title": title,
        "header_icon": "media",
        "breadcrumbs_items": [*trail, {"url": "", "label": title}],
        "rip": rip,
        "days": settings.RIP_DAYS,
    }
    return render(request, f"transcription/splitting/{template}.html", page | context, status=status)


@for_roles(*ANONYMISERS)
@require_http_methods([*READ, "POST"])
def rips(request: HttpRequest) -> HttpResponse:
    form = BringForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        rip = bring_rip(organisation=form.cleaned_data["organisation"], by=signed_in(request))
        return redirect("splitting:rip", rip.pk)
    found = Rip.objects.select_related("organisation", "brought_by").prefetch_related("cards")
    here, gone = found.filter(state__in=HERE), found.exclude(state__in=HERE)[:MOST_GONE]
    status = 422 if form.errors else 200
    title = _("Old discs and tapes")
    return draw(request, "rips", title=title, form=form, here=here, gone=gone, status=status)


@for_roles(*ANONYMISERS)
@require_http_methods(READ)
def rip_page(request: HttpRequest, rip_id: UUID) -> HttpResponse:
    rip = find_rip(rip_id)
    return draw(request, "rip", title=rip.reference, rip=rip, **SHOW[RipState(rip.state)](rip))


@for_roles(*ANONYMISERS)
@require_POST
def save(request: HttpRequest, rip_id: UUID) -> HttpResponse:
    """What cannot be saved comes back as it was typed, with why."""
    rip, rows, edits = find_rip(rip_id), typed_rows(request), read_edits(request)
    try:
        save_stretches(rip_id=rip_id, rows=rows, edits=edits)
    except CannotSplit as error:
        return split_again(request, rip, rows=error.rows, edits=edits, said=str(error))
    except SavedMeanwhile as error:
        return split_again(request, rip, rows=rows, edits=rip.edits, said=str(error))
    except NotOpen as error:
        messages.error(request, str(error))
        return redirect("splitting:rip", rip_id)
    if "take" in request.POST:
        return redirect("splitting:take", rip_id)
    messages.success(request, _("Saved."))
    return redirect("splitting:rip", rip_id)


def split_again(request: HttpRequest, rip: Rip, *, rows: list[Row], edits: int, said: str) -> HttpResponse:
    if rip.state != RipState.READY:
        raise Http404
    context = shown.show_split(rip, rows=rows, edits=edits) | {"refused": said}
    return draw(request, "rip", title=rip.reference, rip=rip, status=422, **context)


def typed_rows(request: HttpRequest) -> list[Row]:
    sent = (request.POST.getlist(name) for name in ("start", "end", "who"))
    return [Row(start[:20], end[:20], who[:5]) for start, end, who in zip(*sent, strict=False)]


def read_edits(request: HttpRequest) -> int:
    sent = request.POST.get("edits", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else -1


@for_roles(*ANONYMISERS)
@require_http_methods([*READ, "POST"])
def destroy(request: HttpRequest, rip_id: UUID) -> HttpResponse:
    """Two steps: this page says what goes, its button does it."""
    rip = find_rip(rip_id)
    if request.method == "POST":
        try:
            throw_out(rip_id=rip_id, by=signed_in(request))
        except NotOpen as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("It is being destroyed here. Nobody can play it any more."))
        return redirect("splitting:rip", rip_id)
    if rip.state not in HERE:
        return redirect("splitting:rip", rip_id)
    people = shown.show_people(rip)
    return draw(request, "destroy", title=_("Destroy it here"), rip=rip, people=people)
