"""Before and after: rounds of questions, their links, and their counts."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.desk.pages import Crumb, campaign_crumb, here, show
from campaigns.models import Campaign
from campaigns.organising.evaluation import close_round, open_round, results_of
from campaigns.organising.forms import RoundForm
from campaigns.organising.questions import QUESTIONS
from campaigns.permissions import coordinator_required, own_campaign


@coordinator_required
@require_safe
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_campaign(user=request.user, pk=pk)
    results = results_of(campaign=found)
    context = {
        "campaign": found,
        "results": [(each, _link(each.round.token)) for each in results],
        "compared": [each for each in results if each.shown],
        "rows": list(zip(QUESTIONS.values(), *(each.rows for each in results if each.shown), strict=True)),
    }
    return show(request, "evaluation", title=_("Before and after"), crumbs=_crumbs(found), context=context)


@coordinator_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_round(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = own_campaign(user=request.user, pk=pk), RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        open_round(campaign=found, **form.cleaned_data)
        messages.success(
            request, _("The questions are open. Give the link to people who knew the ward then.")
        )
        return redirect("packs:evaluation", pk)
    title = _("Ask a round of questions")
    context = {"form": form, "button": _("Open it")}
    return show(request, "form", title=title, crumbs=[*_crumbs(found), here(title)], context=context)


@coordinator_required
@require_POST
def end_round(request: HttpRequest, pk: int, round_pk: int) -> HttpResponse:
    """Close it for good, or remove it with its answers."""
    found = get_object_or_404(own_campaign(user=request.user, pk=pk).rounds, pk=round_pk)
    action = request.POST.get("action")
    if action == "close":
        close_round(round_id=found.pk)
    elif action == "remove":
        found.delete()
    else:
        raise Http404
    return redirect("packs:evaluation", pk)


def _link(token: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + reverse("campaigns:questions", args=[token])


def _crumbs(campaign: Campaign) -> list[Crumb]:
    label = _("Before and after")
    return [
        campaign_crumb(campaign),
        {"url": reverse("packs:evaluation", args=[campaign.pk]), "label": label},
    ]
