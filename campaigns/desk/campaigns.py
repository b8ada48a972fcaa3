"""A group's campaigns, and what belongs to one: contacts, meetings, promises."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Model, Prefetch
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Role
from accounts.permissions import organisations_of
from campaigns.desk.pages import campaign_crumb, here, show
from campaigns.forms import CampaignForm, NewCampaignForm
from campaigns.models import Campaign, Commitment, Contact, Edition, InformationRequest, Meeting, Pack
from campaigns.organising.contacts import forget_contact
from campaigns.organising.forms import CommitmentForm, ContactForm, MeetingForm, RequestForm
from campaigns.organising.plan import plan_of_campaign
from campaigns.organising.timeline import timeline_of
from campaigns.packs.building import create_campaign
from campaigns.permissions import coordinator_required, own_campaign
from stories.trusts import all_trusts, trust

write = require_http_methods(["GET", "HEAD", "POST"])


Part = Contact | Meeting | Commitment | InformationRequest


class Kind(NamedTuple):
    """What can be added to a campaign: its model and form, what it is called, and where on the page it stands."""

    model: type[Part]
    form: type[ModelForm[Any]]
    new: str | Promise
    change: str | Promise
    place: str


PAGES = {"meetings": "meeting"}
KINDS = {
    "contacts": Kind(Contact, ContactForm, gettext_lazy("New contact"), gettext_lazy("Contact"), "contacts"),
    "meetings": Kind(Meeting, MeetingForm, gettext_lazy("New meeting"), gettext_lazy("Meeting"), "timeline"),
    "promises": Kind(
        Commitment, CommitmentForm, gettext_lazy("New promise"), gettext_lazy("Promise"), "timeline"
    ),
    "requests": Kind(
        InformationRequest,
        RequestForm,
        gettext_lazy("New request for information"),
        gettext_lazy("Request for information"),
        "requests",
    ),
}


@coordinator_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    editions = Edition.objects.numbered().order_by("-number")
    packs = Pack.objects.select_related("meeting").prefetch_related(
        Prefetch("editions", editions, to_attr="numbered")
    )
    found = Campaign.objects.visible_to(request.user).select_related("organisation")
    names = {one.code: one.name for one in all_trusts()}
    campaigns = [
        (c, names.get(c.trust_code, c.trust_code)) for c in found.prefetch_related(Prefetch("packs", packs))
    ]
    groups = organisations_of(user=request.user, role=Role.COORDINATOR)
    context = {"campaigns": campaigns, "groups": groups}
    return show(request, "home", title=_("Campaigns and packs"), context=context)


@coordinator_required
@write
def new_campaign(request: HttpRequest) -> HttpResponse:
    form = NewCampaignForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        campaign = create_campaign(**form.cleaned_data)
        messages.success(request, _("The campaign is there. Nobody outside your group can see it yet."))
        return redirect("packs:campaign", campaign.pk)
    context = {"form": form, "button": _("Start the campaign")}
    return show(request, "form", title=_("New campaign"), crumbs=[here(_("New campaign"))], context=context)


@coordinator_required
@write
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_campaign(user=request.user, pk=pk)
    form = CampaignForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Kept."))
        return redirect("packs:campaign", pk)
    context = {
        "campaign": found,
        "trust": trust(code=found.trust_code),
        "form": form,
        "plan": plan_of_campaign(campaign=found),
        "contacts": found.contacts.all(),
        "requests": found.requests.all(),
        "timeline": timeline_of(promises=found.commitments.all(), meetings=found.meetings.all()),
        "packs": found.packs.all(),
    }
    return show(request, "campaign", title=found.name, crumbs=[here(found.name)], context=context)


@coordinator_required
@write
def part(request: HttpRequest, pk: int, kind: str, part_pk: int | None = None) -> HttpResponse:
    """A new contact, meeting, promise or request of the campaign, or one that is there."""
    found, known = own_campaign(user=request.user, pk=pk), KINDS.get(kind)
    if known is None:
        raise Http404
    held = get_object_or_404(known.model, campaign=found, pk=part_pk) if part_pk else None
    back = f"{reverse('packs:campaign', args=[pk])}#{known.place}"
    if request.method == "POST" and held and "remove" in request.POST:
        _remove(request, held)
        return redirect(back)
    form = known.form(request.POST or None, instance=held or known.model(campaign=found))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Kept."))
        return redirect(back)
    title = str(known.change if held else known.new)
    crumbs = [campaign_crumb(found), here(title)]
    context = {"form": form, "button": _("Keep it"), "removable": bool(held), "part": held}
    return show(request, PAGES.get(kind, "form"), title=title, crumbs=crumbs, context=context)


def _remove(request: HttpRequest, held: Model) -> None:
    if not isinstance(held, Contact):
        held.delete()
        messages.success(request, _("Removed."))
        return
    kept = forget_contact(contact=held)
    messages.success(
        request, _("Removed, with the name and the address wherever your group had written them.")
    )
    if kept:
        messages.info(
            request,
            _(
                "Their address stays in the register of a current edition, only to tell them if it is taken back."
            ),
        )
