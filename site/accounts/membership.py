"""Giving and taking roles. The only place that writes memberships; Django's groups follow here and nowhere else."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from accounts.permissions import SEES_SEALED, forget_memberships
from accounts.roles import ROLES_OF_KIND, sync_groups
from common import audit


class GrantRefused(ValueError):
    """The role cannot be given or taken like this; the message says why, for the person who tried."""


def check_grant(*, user: User | None, organisation: Organisation, role: Role, by: User | None) -> None:
    """Raises GrantRefused. BY is None for the command line, which may make the first administrator.

    Whoever manages accounts could otherwise let themselves see what tellers sent: that takes two people.
    """
    if role not in ROLES_OF_KIND[OrganisationKind(organisation.kind)]:
        raise GrantRefused(
            _("%(role)s is not a role in %(organisation)s.")
            % {"role": role.label, "organisation": organisation.name}
        )
    if by is not None and user is not None and by.pk == user.pk and role in SEES_SEALED:
        raise GrantRefused(
            _("You cannot give yourself a role that sees what tellers sent. Ask somebody else.")
        )


def check_revoke(*, user: User, role: Role) -> None:
    """Raises GrantRefused for the last administrator: nobody could ever let anybody in again."""
    if role is not Role.ADMINISTRATOR:
        return
    others = Membership.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).exclude(user=user)
    if not others.exists():
        raise GrantRefused(_("This is the last administrator. Make somebody else one first."))


def grant_role(*, user: User, organisation: Organisation, role: Role, by: User | None) -> Membership:
    """Idempotent. Raises GrantRefused."""
    check_grant(user=user, organisation=organisation, role=role, by=by)
    with transaction.atomic():
        membership, new = Membership.objects.get_or_create(user=user, organisation=organisation, role=role)
        if new:
            _after_change(
                user=user, organisation=organisation, role=role, by=by, action="accounts.grant_role"
            )
    return membership


def revoke_role(*, user: User, organisation: Organisation, role: Role, by: User | None) -> bool:
    """True when they had it. Raises GrantRefused."""
    check_revoke(user=user, role=role)
    with transaction.atomic():
        gone, _rows = Membership.objects.filter(user=user, organisation=organisation, role=role).delete()
        if gone:
            _after_change(
                user=user, organisation=organisation, role=role, by=by, action="accounts.revoke_role"
            )
    return bool(gone)


def set_roles(*, user: User, wanted: Iterable[tuple[Organisation, Role]], by: User | None) -> None:
    """Exactly WANTED afterwards; nothing changes when one of them is refused (GrantRefused)."""
    wish = set(wanted)
    rows = Membership.objects.filter(user=user).select_related("organisation")
    held = {(row.organisation, Role(row.role)) for row in rows}
    with transaction.atomic():
        for organisation, role in wish - held:
            grant_role(user=user, organisation=organisation, role=role, by=by)
        for organisation, role in held - wish:
            revoke_role(user=user, organisation=organisation, role=role, by=by)


def _after_change(
    *, user: User, organisation: Organisation, role: Role, by: User | None, action: str
) -> None:
    forget_memberships(user)
    sync_groups(user=user)
    data = {"role": role.value, "organisation": str(organisation.pk)}
    audit.record(action=action, user=by, reference=user.reference, object_id=user.pk, data=data)
