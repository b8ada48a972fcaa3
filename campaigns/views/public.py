"""Campaigns as everybody may see them: what is asked, what was promised, what came of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from campaigns.dossiers.changed import by_state, public_promises
from campaigns.dossiers.guide import guide
from campaigns.enums import CommitmentState
from campaigns.models import Campaign
from campaigns.organising.timeline import timeline_of
from campaigns.packs.laying import paragraphs
from stories.trusts import names_by_code, trust


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    rows = Campaign.objects.on_website().select_related("organisation").with_promises()
    names = names_by_code()
    listed = [(row, names.get(row.trust_code, row.trust_code)) for row in rows]
    return render(request, "campaigns/public/list.html", {"campaigns": listed})


@require_safe
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    rows = Campaign.objects.on_website().select_related("organisation")
    found = get_object_or_404(rows, slug=slug)
    promises = list(found.commitments.all())
    context = {
        "campaign": found,
        "trust": trust(code=found.trust_code),
        "story": paragraphs(found.what_changed),
        "promises": promises,
        "timeline": timeline_of(promises=promises),
        "counts": [(state, sum(p.state == state for p in promises)) for state in CommitmentState],
    }
    return render(request, "campaigns/public/campaign.html", context)


@require_safe
def changed(request: HttpRequest) -> HttpResponse:
    states = by_state(public_promises())
    context = {"states": states, "counts": [(state, len(rows)) for state, rows in states]}
    return render(request, "campaigns/public/changed.html", context)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return render(request, "campaigns/public/start.html", {"steps": guide()})
