"""Inviting people and letting them go. Nobody signs up by themselves, and nobody but they set their password."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from accounts.enums import Role
from accounts.membership import check_revoke
from accounts.models import Membership, User
from common import audit


def invite(*, email: str, name: str, by: User | None) -> User:
    """A new person, who gets an e-mail saying how to sign in. They have no password until they choose one.

    Raises IntegrityError when the address is somebody's already.
    """
    with transaction.atomic():
        user = User.objects.create_user(email, name=name.strip())
        vouch_for_address(user=user)
        audit.record(action="accounts.invite", user=by, reference=user.reference, object_id=user.pk)
        send_invitation(user=user)
    return user


def send_invitation(*, user: User) -> None:
    """When the caller's transaction commits. A named callable: Django names what failed, and a partial has no name."""
    transaction.on_commit(lambda: _send_invitation(user), robust=True)


def vouch_for_address(*, user: User) -> None:
    """The address counts as checked: whoever invites knows it, and only its reader can sign in by code."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def rename(*, user: User, name: str) -> None:
    user.name = name.strip()
    user.save(update_fields=["name"])


def set_active(*, user: User, active: bool, by: User | None) -> None:
    """Takes effect with their next request. Raises GrantRefused for the last administrator."""
    if user.is_active == active:
        return
    with transaction.atomic():
        if not active:
            check_letting_go(user=user)
        user.is_active = active
        user.save(update_fields=["is_active"])
        action = "accounts.let_in" if active else "accounts.shut_out"
        audit.record(action=action, user=by, reference=user.reference, object_id=user.pk)


def check_letting_go(*, user: User) -> None:
    """Raises GrantRefused."""
    for role in Membership.objects.filter(user=user).values_list("role", flat=True):
        check_revoke(user=user, role=Role(role))


def _send_invitation(user: User) -> None:
    context = {"user": user, "site_name": settings.SITE_NAME, "public_url": settings.PUBLIC_URL}
    subject = render_to_string("accounts/email/invitation_subject.txt", context).strip()
    message = render_to_string("accounts/email/invitation_message.txt", context)
    send_mail(subject, message, settings.DEFAULT_FROM_EMAIL, [user.email])
