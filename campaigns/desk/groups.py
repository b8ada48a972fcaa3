"""A group's own settings, for its coordinators: who belongs to it, and how its packs look."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.groups import invite_coordinator, let_go, members_of
from accounts.membership import GrantRefused
from accounts.models import Membership, Organisation
from campaigns.branding import Brand, Unreadable, brand_of, keep_brand
from campaigns.desk.pages import here, show
from campaigns.group_forms import BrandForm, InviteForm
from campaigns.logos import NotALogo
from campaigns.organising.reminders import want_reminders, wants_reminders
from campaigns.permissions import coordinator_required, own_group, signed_in


@coordinator_required
@require_safe
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    return _group_page(request, own_group(user=request.user, pk=group_id))


@coordinator_required
@require_POST
def invite(request: HttpRequest, group_id: UUID) -> HttpResponse:
    found, form = own_group(user=request.user, pk=group_id), InviteForm(request.POST)
    if form.is_valid():
        try:
            invite_coordinator(organisation=found, by=signed_in(request), **form.cleaned_data)
        except GrantRefused as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(request, _("They are invited. An e-mail is on its way to them."))
            return redirect("packs:group", group_id)
    return _group_page(request, found, invite_form=form, status=422)


@coordinator_required
@require_POST
def remove(request: HttpRequest, group_id: UUID, membership_id: int) -> HttpResponse:
    found, by = own_group(user=request.user, pk=group_id), signed_in(request)
    try:
        let_go(organisation=found, membership_id=membership_id, by=by)
    except Membership.DoesNotExist:
        raise Http404 from None
    except GrantRefused as refused:
        messages.error(request, str(refused))
        return redirect("packs:group", group_id)
    messages.success(request, _("They are no longer in the group. What they did here stays."))
    still_in = Membership.objects.filter(user=by, organisation=found).exists()
    return redirect("packs:group", group_id) if still_in else redirect("accounts:home")


@coordinator_required
@require_POST
def brand(request: HttpRequest, group_id: UUID) -> HttpResponse:
    found, form = own_group(user=request.user, pk=group_id), BrandForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            keep_brand(organisation=found, **form.cleaned_data)
        except Unreadable as refused:
            form.add_error(refused.field, str(refused))
        except NotALogo as refused:
            form.add_error("logo", str(refused))
        else:
            messages.success(
                request, _("Kept. The PDF of the next edition you issue has this logo and these colours.")
            )
            return redirect("packs:group", group_id)
    return _group_page(request, found, brand_form=form, status=422)


@coordinator_required
@require_POST
def reminders(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The visitor's own."""
    found = own_group(user=request.user, pk=group_id)
    want_reminders(user=signed_in(request), organisation=found, wanted=request.POST.get("wanted") == "yes")
    return redirect(f"{reverse('packs:group', args=[group_id])}#reminders")


@coordinator_required
@require_safe
def logo(request: HttpRequest, group_id: UUID) -> HttpResponse:
    png = brand_of(own_group(user=request.user, pk=group_id)).logo
    if png is None:
        raise Http404
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "private, no-store"})


def _group_page(
    request: HttpRequest,
    found: Organisation,
    *,
    invite_form: InviteForm | None = None,
    brand_form: BrandForm | None = None,
    status: int = 200,
) -> HttpResponse:
    looks = brand_of(found)
    context = {
        "group": found,
        "members": members_of(organisation=found),
        "checks": found.involvement_checks.all(),
        "reminded": wants_reminders(user=signed_in(request), organisation=found),
        "invite_form": invite_form or InviteForm(),
        "brand": looks,
        "brand_form": brand_form or BrandForm(initial=_as_chosen(looks)),
    }
    return show(request, "group", title=found.name, crumbs=[here(found.name)], context=context, status=status)


def _as_chosen(looks: Brand) -> dict[str, str]:
    return {"main": looks.main, "ground": looks.ground}
