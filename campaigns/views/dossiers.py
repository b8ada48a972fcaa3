"""Trusts and health boards as everybody may see them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from campaigns.dossiers.dossier import read_dossier
from campaigns.organising.timeline import timeline_of
from common.paging import before_asked, older_link
from stories.trusts import merged, successor_of, trusts_by_region


@require_safe
def trusts(request: HttpRequest) -> HttpResponse:
    context = {"regions": trusts_by_region(), "merged": merged()}
    return render(request, "campaigns/dossiers/list.html", context)


@require_safe
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """A body that was merged into another leads there, for good: its stories are found under that one."""
    successor = successor_of(code=code)
    if successor is not None:
        return redirect("campaigns:dossier", successor.code, permanent=True)
    found = read_dossier(code=code, before=before_asked(request))
    if found is None:
        raise Http404
    context = {
        "dossier": found,
        "trust": found.trust,
        "timeline": timeline_of(promises=found.promises),
        "older": older_link(moment=found.stories.next_before),
    }
    return render(request, "campaigns/dossiers/dossier.html", context)
