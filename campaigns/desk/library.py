"""Ticking a row of the evidence library: a person says that they have read its source."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.admin_url_finder import AdminURLFinder

from campaigns.evidence.library import confirm_row, unconfirm_row
from campaigns.models import Figure, GuidanceStatement, Initiative, Source
from campaigns.models.evidence import LoadedRow
from campaigns.permissions import librarian_required, signed_in

TABLES: dict[str, type[LoadedRow]] = {
    "source": Source,
    "guidancestatement": GuidanceStatement,
    "initiative": Initiative,
    "figure": Figure,
}


@librarian_required
@require_POST
def tick(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    model = TABLES.get(table)
    if model is None:
        raise Http404
    row = get_object_or_404(model, pk=pk)
    if request.POST.get("tick") == "on":
        confirm_row(row=row, by=signed_in(request))
        messages.success(request, _("Ticked, with your name and today’s date. It may be printed in packs."))
    else:
        unconfirm_row(row=row, by=signed_in(request))
        messages.success(request, _("The tick is gone."))
    return redirect(AdminURLFinder(request.user).get_edit_url(row) or "wagtailadmin_home")
