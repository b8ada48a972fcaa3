"""Who may do what. Asked on every request, answered from one query for each request."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from accounts.enums import Role
from accounts.models import Membership, Organisation, User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Visitor = User | AnonymousUser

SEES_SEALED = frozenset({Role.EDITOR, Role.SECOND_READER, Role.SAFEGUARDING_LEAD})
CACHE = "_memberships_held"


def memberships_held(user: Visitor) -> frozenset[tuple[Role, UUID]]:
    """(role, organisation id) of all the person is now. Kept on the user object: that is, per request."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    held: frozenset[tuple[Role, UUID]] | None = getattr(user, CACHE, None)
    if held is None:
        rows = Membership.objects.filter(user_id=user.pk).values_list("role", "organisation_id")
        held = frozenset((Role(role), organisation) for role, organisation in rows)
        setattr(user, CACHE, held)
    return held


def forget_memberships(user: User) -> None:
    """After a change: ask the database again. Django's own answers about groups are forgotten with it."""
    for name in (CACHE, "_perm_cache", "_user_perm_cache", "_group_perm_cache"):
        if hasattr(user, name):
            delattr(user, name)


def roles_of(user: Visitor) -> frozenset[Role]:
    return frozenset(role for role, _ in memberships_held(user))


def has_role(*, user: Visitor, role: Role, organisation: Organisation | None = None) -> bool:
    """Anywhere, or in that organisation."""
    if organisation is None:
        return role in roles_of(user)
    return (role, organisation.pk) in memberships_held(user)


def may_see_sealed(user: Visitor) -> bool:
    """Editors, second readers and safeguarding leads. Administrators and superusers do not."""
    return not roles_of(user).isdisjoint(SEES_SEALED)


def organisations_of(*, user: Visitor, role: Role) -> QuerySet[Organisation]:
    ids = [organisation for held, organisation in memberships_held(user) if held == role]
    return Organisation.objects.filter(pk__in=ids)


def role_required(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Only people with one of ROLES reach the view: nothing of the object has been looked up before that.

    Nobody signed in: to the sign-in page and back here. The wrong role: PermissionDenied (403; below
    Wagtail's own `register_admin_urls` Wagtail turns that into its message and its home page).
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if roles_of(request.user).isdisjoint(roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
