"""`/me/`: where signing in leads."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.home import doors_for
from accounts.models import Membership, User
from accounts.permissions import roles_of
from accounts.second_factor import has_second_factor


@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    memberships = Membership.objects.filter(user=user).select_related("organisation")
    context = {
        "memberships": memberships.order_by("organisation__name", "role"),
        "doors": doors_for(roles_of(user)),
        "second_factor": has_second_factor(user),
    }
    return render(request, "accounts/home.html", context)
