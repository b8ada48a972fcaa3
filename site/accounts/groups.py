"""A group looks after its own people: its coordinators invite others and let them go, without an administrator."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.membership import GrantRefused, grant_role, revoke_role
from accounts.models import Membership, Organisation, User
from accounts.people import invite, send_invitation


def members_of(*, organisation: Organisation) -> Sequence[Membership]:
    """With their people, by name."""
    rows = Membership.objects.filter(organisation=organisation, user__is_active=True)
    return list(rows.select_related("user").order_by("user__name", "user__email", "role"))


def invite_coordinator(*, organisation: Organisation, email: str, name: str, by: User) -> User:
    """A coordinator of ORGANISATION more, told by e-mail. Raises GrantRefused.

    Whoever has a role already, or was shut out, is an administrator's to add: typing an address here must not
    bring up somebody else's name, nor let anybody in again.
    """
    email = email.strip().lower()
    with transaction.atomic():
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            user = invite(email=email, name=name, by=by)
        elif not user.is_active or Membership.objects.filter(user=user).exists():
            raise GrantRefused(
                _("Somebody with this address is here already. Ask an administrator to add them.")
            )
        else:
            send_invitation(user=user)
        grant_role(user=user, organisation=organisation, role=Role.COORDINATOR, by=by)
    return user


def let_go(*, organisation: Organisation, membership_id: int, by: User) -> None:
    """Raises GrantRefused for the group's last coordinator, and Membership.DoesNotExist for another group's."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        held = Membership.objects.filter(
            organisation=organisation, role=Role.COORDINATOR, user__is_active=True
        )
        one = held.select_related("user").get(pk=membership_id)
        if not held.exclude(pk=one.pk).exists():
            raise GrantRefused(_("This is the group’s last coordinator. Invite somebody else first."))
        revoke_role(user=one.user, organisation=organisation, role=Role.COORDINATOR, by=by)
