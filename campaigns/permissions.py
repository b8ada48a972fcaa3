"""Who may do what with campaigns: a group's own coordinators, and nobody else, not even to know that it is there."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.permissions import organisations_of, role_required, roles_of
from campaigns.models import Campaign, Edition, Pack

# The library is everybody's: those who use it may also mend it.
LIBRARIANS = (Role.EDITOR, Role.COORDINATOR, Role.ADMINISTRATOR)
coordinator_required = role_required(Role.COORDINATOR)
librarian_required = role_required(*LIBRARIANS)


def signed_in(request: HttpRequest) -> User:
    """Who asks, behind `coordinator_required`."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def is_coordinator(user: User | AnonymousUser) -> bool:
    return Role.COORDINATOR in roles_of(user)


def own_group(*, user: User | AnonymousUser, pk: UUID) -> Organisation:
    """Http404 for a group in which they are no coordinator."""
    return get_object_or_404(organisations_of(user=user, role=Role.COORDINATOR), pk=pk)


def own_campaign(*, user: User | AnonymousUser, pk: int) -> Campaign:
    """Http404 for another group's, as for one that never was."""
    return get_object_or_404(Campaign.objects.visible_to(user).select_related("organisation"), pk=pk)


def own_pack(*, user: User | AnonymousUser, pk: UUID) -> Pack:
    return get_object_or_404(Pack.objects.visible_to(user).select_related("campaign__organisation"), pk=pk)


def own_edition(*, user: User | AnonymousUser, pk: UUID) -> Edition:
    editions: QuerySet[Edition] = Edition.objects.visible_to(user)
    return get_object_or_404(editions.select_related("pack__campaign__organisation", "replaced_by"), pk=pk)
