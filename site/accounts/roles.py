"""What each role may do in Wagtail's admin. A role is mirrored to one Django group of that name.

Groups are a mirror and nothing else: `Membership` says what somebody is. No screen edits a group, and a
higher app adds its own permissions by string in its `AppConfig.ready()`:

    roles.allow(Role.EDITOR, "stories.change_story")
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, User
from accounts.permissions import forget_memberships

ACCESS_ADMIN = "wagtailadmin.access_admin"
# Only the host's people may see sealed words or manage the site; a local group organises, a training body trains.
ROLES_OF_KIND: dict[OrganisationKind, tuple[Role, ...]] = {
    OrganisationKind.HOST: tuple(Role),
    OrganisationKind.GROUP: (Role.COORDINATOR,),
    OrganisationKind.TRAINING: (Role.TRAINER,),
}
ADMINISTRATORS_MAY = (
    "accounts.add_user",
    "accounts.change_user",
    "accounts.add_organisation",
    "accounts.change_organisation",
)
_allowed: dict[Role, set[str]] = {role: {ACCESS_ADMIN} for role in Role}
_allowed[Role.ADMINISTRATOR].update(ADMINISTRATORS_MAY)


class UnknownPermission(LookupError):
    """A permission was allowed by a name that no model has."""


def allow(role: Role, *permissions: str) -> None:
    """Let ROLE do PERMISSIONS ("app_label.codename") from the next `load_roles` on."""
    _allowed[role].update(permissions)


def allowed(role: Role) -> frozenset[str]:
    return frozenset(_allowed[role])


def group_name(role: Role) -> str:
    """Fixed and English, so that a language or a label can change without a second group appearing."""
    return f"Role: {role.value.replace('_', ' ')}"


def find_permissions(names: Iterable[str]) -> list[Permission]:
    """Raises UnknownPermission with the names that are not there."""
    wanted = sorted(set(names))
    query = Q(pk__in=[])
    for name in wanted:
        app, _, codename = name.partition(".")
        query |= Q(content_type__app_label=app, codename=codename)
    found = list(Permission.objects.filter(query).select_related("content_type"))
    missing = set(wanted) - {f"{row.content_type.app_label}.{row.codename}" for row in found}
    if missing:
        raise UnknownPermission(", ".join(sorted(missing)))
    return found


def group_for(role: Role) -> Group:
    """The role's group; made with its permissions when it is not there yet."""
    group, new = Group.objects.get_or_create(name=group_name(role))
    if new:
        group.permissions.set(find_permissions(allowed(role)))
    return group


def sync_groups(*, user: User) -> bool:
    """Put USER in exactly the groups of their roles. True when something changed. Other groups are left alone."""
    wanted = {Role(role) for role in Membership.objects.filter(user=user).values_list("role", flat=True)}
    mirrors = {group_name(role): role for role in Role}
    held = {mirrors[name] for name in user.groups.filter(name__in=mirrors).values_list("name", flat=True)}
    if wanted == held:
        return False
    with transaction.atomic():
        user.groups.add(*[group_for(role) for role in wanted - held])
        user.groups.remove(*[group_for(role) for role in held - wanted])
    forget_memberships(user)
    return True
