"""Looking after yourself: one's own counts and limit, help for staff, and a safeguarding lead's look at the others."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import has_role
from pages.staff_notes import find_note
from stories import care
from stories.admin.access import for_roles
from stories.admin.page import draw
from stories.admin.story import signed_in
from stories.permissions import EDITORS


def _numbers() -> list[tuple[int, str]]:
    return [(n, str(n)) for n in range(1, settings.HEAVY_STORIES_A_DAY + 1)]


class LimitForm(forms.Form):
    most = forms.TypedChoiceField(
        label=gettext_lazy("Heavy stories a day, at most"), coerce=int, choices=_numbers
    )


@for_roles(*EDITORS)
@require_http_methods(["GET", "POST"])
def yourself(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = LimitForm(request.POST or None, initial={"most": care.most_a_day(user=user)})
    if request.method == "POST" and form.is_valid():
        care.set_most_a_day(user=user, most=form.cleaned_data["most"])
        messages.success(request, _("Kept. You are asked before one more than that."))
        return redirect("stories_admin:care")
    return draw(
        request,
        "care.html",
        title=_("Looking after yourself"),
        form=form,
        exposure=care.exposure(user=user),
        guidance=[note] if (note := find_note("looking-after-yourself")) else [],
        people=_people(user),
        status=422 if form.errors else 200,
    )


@for_roles(Role.SAFEGUARDING_LEAD)
@require_GET
def somebody(request: HttpRequest, user_id: int) -> HttpResponse:
    """One person's counts, for a lead. Only of people who read stories."""
    person = next((each for each in _readers() if each.pk == user_id), None)
    if person is None:
        raise Http404
    return draw(
        request,
        "care_of.html",
        title=_("Looking after %s") % person,
        person=person,
        exposure=care.exposure(user=person),
    )


def _people(user: User) -> list[User]:
    if not has_role(user=user, role=Role.SAFEGUARDING_LEAD):
        return []
    return [person for person in _readers() if person != user]


def _readers() -> list[User]:
    return list(
        User.objects.filter(is_active=True, memberships__role__in=EDITORS).distinct().order_by("name", "pk")
    )
