"""The door of every trainer's page: the role, then their own organisation, then terms that hold."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from accounts.enums import Role
from accounts.models import Organisation
from accounts.permissions import organisations_of
from stories.admin.access import for_roles
from transcription.library.finding import NoTerms
from transcription.library.frame import show
from transcription.library.terms import last_terms, live_terms

# The first gets an organisation, the second is asked with its short name, `body`.
OwnView = Callable[..., HttpResponseBase]
AskedView = Callable[..., HttpResponseBase]


def for_trainers(view: OwnView) -> AskedView:
    """The organisation named in the address, if this person is a trainer there; 404 for another's, as for none."""

    @for_roles(Role.TRAINER)
    @wraps(view)
    def guarded(request: HttpRequest, body: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        mine = organisations_of(user=request.user, role=Role.TRAINER)
        return view(request, get_object_or_404(mine, slug=body), *args, **kwargs)

    return guarded


def under_terms(view: OwnView) -> AskedView:
    """As `for_trainers`, and only under terms that hold at this moment: else a page that says so, and 403."""

    @for_trainers
    @wraps(view)
    def guarded(
        request: HttpRequest, organisation: Organisation, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if live_terms(organisation_id=organisation.pk) is None:
            return no_terms(request, organisation)
        try:
            return view(request, organisation, *args, **kwargs)
        except NoTerms:  # they ran out in this very moment
            return no_terms(request, organisation)

    return guarded


def no_terms(request: HttpRequest, organisation: Organisation) -> HttpResponseBase:
    context = {"last": last_terms(organisation_id=organisation.pk)}
    return show(request, "no_terms", organisation=organisation, context=context, status=403)
