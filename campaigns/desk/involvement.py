"""A group's 4Pi checks: filled in, changed, printed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.desk.pages import here, show
from campaigns.organising.four_pi_form import FourPiForm
from campaigns.organising.involvement import keep_check, laid_out
from campaigns.permissions import coordinator_required, own_group, signed_in


@coordinator_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, group_id: UUID, check_pk: int | None = None) -> HttpResponse:
    """A new one, or one that is there."""
    found = own_group(user=request.user, pk=group_id)
    held = get_object_or_404(found.involvement_checks, pk=check_pk) if check_pk else None
    if request.method == "POST" and held and "remove" in request.POST:
        held.delete()
        messages.success(request, _("Removed."))
        return redirect(f"{reverse('packs:group', args=[group_id])}#four-pi")
    initial = {"on": held.on, **FourPiForm.initial_of(held.answers)} if held else {}
    form = FourPiForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        kept = keep_check(
            organisation=found,
            on=form.cleaned_data["on"],
            answers=form.answers(),
            by=signed_in(request),
            check=held,
        )
        return redirect("packs:check_sheet", group_id, kept.pk)
    title = _("4Pi check")
    crumbs = [{"url": reverse("packs:group", args=[group_id]), "label": found.name}, here(title)]
    return show(
        request, "check", title=title, crumbs=crumbs, context={"form": form, "held": held, "group": found}
    )


@coordinator_required
@require_safe
def sheet(request: HttpRequest, group_id: UUID, check_pk: int) -> HttpResponse:
    found = own_group(user=request.user, pk=group_id)
    held = get_object_or_404(found.involvement_checks, pk=check_pk)
    context = {"group": found, "check": held, "parts": laid_out(check=held)}
    return render(request, "campaigns/desk/check_sheet.html", context)
