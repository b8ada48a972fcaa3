"""Campaigns as everybody may see them: what is asked, what was promised, what came of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from campaigns.enums import CommitmentState
from campaigns.models import Campaign
from campaigns.organising.timeline import timeline_of
from campaigns.packs.laying import paragraphs
from stories.trusts import all_trusts, trust


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    rows = Campaign.objects.on_website().select_related("organisation").with_promises()
    names = {found.code: found.name for found in all_trusts()}
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
