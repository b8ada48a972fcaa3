"""A meeting's sheet for the day, to print or to hold on a phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from campaigns.organising.meetings import sheet_of
from campaigns.permissions import coordinator_required, own_campaign
from stories.trusts import trust


@coordinator_required
@require_safe
def sheet(request: HttpRequest, pk: int, meeting_pk: int) -> HttpResponse:
    campaign = own_campaign(user=request.user, pk=pk)
    meeting = get_object_or_404(campaign.meetings.select_related("campaign__organisation"), pk=meeting_pk)
    context = {
        "sheet": sheet_of(meeting=meeting),
        "campaign": campaign,
        "trust": trust(code=campaign.trust_code),
    }
    return render(request, "campaigns/desk/sheet.html", context)
