"""A group's campaigns, and what belongs to one: contacts, meetings, promises."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Prefetch
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
from campaigns.forms import CampaignForm, CommitmentForm, ContactForm, MeetingForm, NewCampaignForm
from campaigns.models import Campaign, Edition, Pack
from campaigns.organising.plan import plan_of_campaign
from campaigns.packs.building import create_campaign
from campaigns.permissions import coordinator_required, own_campaign
from stories.trusts import all_trusts, trust

write = require_http_methods(["GET", "HEAD", "POST"])


class Kind(NamedTuple):
    """What can be added to a campaign: its form, its manager, and what it is called."""

    form: type[ModelForm[Any]]
    manager: str
    new: str | Promise
    change: str | Promise


KINDS = {
    "contacts": Kind(ContactForm, "contacts", gettext_lazy("New contact"), gettext_lazy("Contact")),
    "meetings": Kind(MeetingForm, "meetings", gettext_lazy("New meeting"), gettext_lazy("Meeting")),
    "promises": Kind(CommitmentForm, "commitments", gettext_lazy("New promise"), gettext_lazy("Promise")),
}


@coordinator_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    editions = Edition.objects.numbered().order_by("-number")
    packs = Pack.objects.prefetch_related(Prefetch("editions", editions, to_attr="numbered"))
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
        "meetings": found.meetings.all(),
        "promises": found.commitments.all(),
        "packs": found.packs.all(),
    }
    return show(request, "campaign", title=found.name, crumbs=[here(found.name)], context=context)


@coordinator_required
@write
def part(request: HttpRequest, pk: int, kind: str, part_pk: int | None = None) -> HttpResponse:
    """A new contact, meeting or promise of the campaign, or one that is there."""
    found, known = own_campaign(user=request.user, pk=pk), KINDS.get(kind)
    if known is None:
        raise Http404
    instance = get_object_or_404(getattr(found, known.manager), pk=part_pk) if part_pk else None
    if request.method == "POST" and instance and "remove" in request.POST:
        instance.delete()
        messages.success(request, _("Removed."))
        return redirect(f"{reverse('packs:campaign', args=[pk])}#{kind}")
    form = known.form(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        form.instance.campaign = found
        form.save()
        messages.success(request, _("Kept."))
        return redirect(f"{reverse('packs:campaign', args=[pk])}#{kind}")
    title = str(known.change if instance else known.new)
    crumbs = [campaign_crumb(found), here(title)]
    context = {"form": form, "button": _("Keep it"), "removable": bool(instance)}
    return show(request, "form", title=title, crumbs=crumbs, context=context)
