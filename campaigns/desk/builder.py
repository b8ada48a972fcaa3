"""Building a pack: its words, what is in it, in which order, and what it would look like."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.branding import as_css, brand_of
from campaigns.desk.pages import campaign_crumb, here, pack_crumbs, show
from campaigns.desk.picks import ORDER, PickGroup, section_rows
from campaigns.desk.words import NewPackForm, pack_panels
from campaigns.models import Pack, PackItem
from campaigns.packs.building import create_pack, drop, move
from campaigns.packs.cautions import cautions_for
from campaigns.packs.cautions_read import said
from campaigns.packs.content import Imprint, PackContent, compose
from campaigns.packs.editions import CannotIssue, issue_edition, next_number
from campaigns.packs.layout import lay_out
from campaigns.packs.plan import plan_of_pack
from campaigns.packs.rendering import render_html, render_pdf
from campaigns.permissions import coordinator_required, own_campaign, own_pack, signed_in
from stories.overlaps import find_overlaps
from stories.release import read_for_pack

write = require_http_methods(["GET", "HEAD", "POST"])
PLACES = {"up": -1, "down": 1}


@coordinator_required
@write
def new_pack(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = own_campaign(user=request.user, pk=pk)
    form = NewPackForm(request.POST or None, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        pack = create_pack(campaign=campaign, by=signed_in(request), **form.cleaned_data)
        return redirect("packs:pack", pack.pk)
    crumbs = [campaign_crumb(campaign), here(_("New pack"))]
    context = {"form": form, "button": _("Go on to the stories")}
    return show(request, "form", title=_("New pack"), crumbs=crumbs, context=context)


@coordinator_required
@write
def words(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    pack = own_pack(user=request.user, pk=pack_id)
    handler = pack_panels()
    form_class = handler.get_form_class()
    form = form_class(request.POST or None, instance=pack, for_user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Kept."))
        return redirect("packs:pack", pack_id)
    bound = handler.get_bound_panel(instance=pack, request=request, form=form)
    crumbs = [*pack_crumbs(pack), here(_("Sections and words"))]
    context = {"form": form, "panel": bound, "media": bound.media + form.media}
    return show(request, "words", title=_("Sections and words"), crumbs=crumbs, context=context)


@coordinator_required
@require_safe
def pack(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    found = own_pack(user=request.user, pk=pack_id)
    plan = plan_of_pack(found)
    layout = lay_out(pack=found, plan=plan)
    cautions = cautions_for(plan=plan, layout=layout)
    context = {
        "pack": found,
        "sections": section_rows(plan=plan),
        "groups": [PickGroup(kind, layout.of(kind)) for kind in ORDER],
        "words": layout.words,
        "cautions": cautions,
        "stopped": any(caution.stops for caution in cautions),
        "editions": found.editions.order_by("-created_at"),
        "next_number": next_number(pack_id=found.pk),
    }
    return show(
        request,
        "pack",
        title=found.title,
        crumbs=[campaign_crumb(found.campaign), here(found.title)],
        context=context,
    )


@coordinator_required
@require_safe
def read_across(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    """What the stories share that could point at one person."""
    found = own_pack(user=request.user, pk=pack_id)
    stories = lay_out(pack=found, plan=plan_of_pack(found)).stories
    title = _("Read across the stories")
    context = {"pack": found, "stories": stories, "overlaps": [*map(said, find_overlaps(stories=stories))]}
    return show(request, "across", title=title, crumbs=[*pack_crumbs(found), here(title)], context=context)


@coordinator_required
@require_POST
def arrange(request: HttpRequest, pack_id: UUID, item_id: int) -> HttpResponse:
    """Up, down or out."""
    found = own_pack(user=request.user, pk=pack_id)
    action = request.POST.get("action", "")
    if action == "drop":
        drop(pack_id=found.pk, item_id=item_id)
        return redirect("packs:pack", pack_id)
    if action not in PLACES:
        raise Http404
    try:
        move(pack_id=found.pk, item_id=item_id, by=PLACES[action])
    except PackItem.DoesNotExist:
        raise Http404 from None
    return redirect(f"{reverse('packs:pack', args=[pack_id])}#item-{item_id}")


@coordinator_required
@require_safe
def preview(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    found = own_pack(user=request.user, pk=pack_id)
    body = render_html(content=_as_it_would_be(found))
    return render(request, "campaigns/edition/preview.html", {"body": body, "pack": found})


@coordinator_required
@require_safe
def colours(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    brand = brand_of(own_pack(user=request.user, pk=pack_id).campaign.organisation)
    return HttpResponse(as_css(brand), content_type="text/css; charset=utf-8")


@coordinator_required
@require_safe
def preview_pdf(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    found = own_pack(user=request.user, pk=pack_id)
    pdf, _standard = render_pdf(content=_as_it_would_be(found), created=timezone.now())
    return HttpResponse(pdf, content_type="application/pdf")


def _as_it_would_be(found: Pack) -> PackContent:
    """The same composition as an edition's, from what may be used at this moment; it leaves nothing behind."""
    plan = plan_of_pack(found)
    stories = read_for_pack(story_ids=plan.story_ids, use=plan.use)
    return compose(plan=plan, stories=stories, imprint=Imprint())


@coordinator_required
@require_POST
def issue(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    found = own_pack(user=request.user, pk=pack_id)
    try:
        edition = issue_edition(pack_id=found.pk, by=signed_in(request))
    except CannotIssue as refused:
        messages.error(request, str(refused))
        return redirect("packs:pack", pack_id)
    return redirect("packs:edition", edition.pk)
