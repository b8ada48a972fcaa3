"""The plan of a campaign: ticked, changed and put in order, with buttons alone."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.desk.pages import Crumb, campaign_crumb, here, show
from campaigns.models import Campaign, PlanStep
from campaigns.organising.forms import StepForm
from campaigns.organising.plan import (
    add_step,
    change_step,
    drop_step,
    lay_plan,
    move_step,
    plan_of_campaign,
    tick_step,
    untick_step,
)
from campaigns.permissions import coordinator_required, own_campaign, signed_in

write = require_http_methods(["GET", "HEAD", "POST"])
PLACES = {"up": -1, "down": 1}


@coordinator_required
@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_campaign(user=request.user, pk=pk)
    context = {"campaign": found, "plan": plan_of_campaign(campaign=found)}
    return show(request, "plan", title=_("Your plan"), crumbs=_crumbs(found, ""), context=context)


@coordinator_required
@write
def step(request: HttpRequest, pk: int, step_pk: int | None = None) -> HttpResponse:
    """A step of the group's own, or one that is there."""
    found = own_campaign(user=request.user, pk=pk)
    instance = get_object_or_404(found.steps, pk=step_pk) if step_pk else None
    if request.method == "POST" and instance and "remove" in request.POST:
        drop_step(step=instance)
        messages.success(request, _("Dropped."))
        return redirect("packs:plan", pk)
    form = StepForm(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        if instance:
            change_step(step=instance, **form.cleaned_data)
        else:
            instance = add_step(campaign_id=pk, **form.cleaned_data)
        return redirect(_at(pk, instance.pk))
    title = _("Change a step") if instance else _("A step of your own")
    context = {"form": form, "button": _("Keep it"), "removable": bool(instance)}
    return show(request, "form", title=title, crumbs=_crumbs(found, title), context=context)


@coordinator_required
@require_POST
def act(request: HttpRequest, pk: int, step_pk: int) -> HttpResponse:
    """Tick, take the tick away, up or down."""
    found = get_object_or_404(own_campaign(user=request.user, pk=pk).steps, pk=step_pk)
    action = request.POST.get("action", "")
    if action == "tick":
        tick_step(step=found, by=signed_in(request))
    elif action == "untick":
        untick_step(step=found)
    elif action in PLACES:
        _move(found, PLACES[action])
    else:
        raise Http404
    return redirect(_at(pk, step_pk))


@coordinator_required
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring back what of the recipe is missing."""
    lay_plan(campaign_id=own_campaign(user=request.user, pk=pk).pk)
    return redirect("packs:plan", pk)


def _move(step: PlanStep, by: int) -> None:
    try:
        move_step(step=step, by=by)
    except PlanStep.DoesNotExist:
        raise Http404 from None


def _at(pk: int, step_pk: int) -> str:
    return f"{reverse('packs:plan', args=[pk])}#step-{step_pk}"


def _crumbs(campaign: Campaign, title: str) -> list[Crumb]:
    plan = {"url": reverse("packs:plan", args=[campaign.pk]), "label": _("Your plan")}
    return (
        [campaign_crumb(campaign), plan, here(title)]
        if title
        else [campaign_crumb(campaign), here(_("Your plan"))]
    )
