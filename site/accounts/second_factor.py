"""Who needs a second factor, whether this session has passed one, and what an operator may do about it."""

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest

from accounts.models import User
from accounts.permissions import Visitor, memberships_held
from accounts.sealing import reseal
from common import audit

# Recovery codes alone are a spare key, not a factor.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
SECRET_NAMES = ("secret", "seed")


def needs_second_factor(user: Visitor) -> bool:
    """Anybody with a role, and whoever the command line made staff."""
    if not user.is_authenticated:
        return False
    return bool(user.is_staff or user.is_superuser or memberships_held(user))


def has_second_factor(user: Visitor) -> bool:
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists())


def is_last_factor(authenticator: Authenticator) -> bool:
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
    return authenticator.type in FACTORS and not others.exclude(pk=authenticator.pk).exists()


def session_proved(request: HttpRequest) -> bool:
    """This very session passed a second factor. A password or an e-mailed code alone never counts."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def prove_session(request: HttpRequest, *, kind: str) -> None:
    """Whoever has just set a factor up has used it: they need not do so twice."""
    record_authentication(request, request.user, "mfa", type=kind, enrolled=True)


def reset(*, user: User, by: User | None) -> None:
    """Take every factor away and end every session, for somebody who lost theirs.

    Their password goes too: sessions are tied to it. They come back by e-mailed code and set up a new factor.
    """
    with transaction.atomic():
        count, _ = Authenticator.objects.filter(user=user).delete()
        user.set_unusable_password()
        user.save(update_fields=["password"])
        audit.record(
            action="accounts.reset_second_factor",
            user=by,
            reference=user.reference,
            object_id=user.pk,
            data={"factors": count},
        )


def reseal_all() -> int:
    """Every secret under the newest master key, after which older ones may be dropped. Returns how many rows."""
    rows = 0
    with transaction.atomic():
        for row in Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN):
            row.data = {name: reseal(v) if name in SECRET_NAMES else v for name, v in row.data.items()}
            row.save(update_fields=["data"])
            rows += 1
    return rows
