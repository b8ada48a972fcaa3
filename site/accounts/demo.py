"""People to try every role with. Development only."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils.text import slugify

from accounts.enums import OrganisationKind, Role
from accounts.loading import load_roles
from accounts.membership import set_roles
from accounts.models import Organisation, User
from accounts.people import vouch_for_address


@dataclass(frozen=True)
class DemoOrganisation:
    name: str
    kind: OrganisationKind
    slug: str = ""
    blurb: str = ""
    fictional: bool = True


@dataclass(frozen=True)
class DemoPerson:
    name: str
    email: str
    roles: tuple[Role, ...]
    organisation: DemoOrganisation


@dataclass(frozen=True)
class SignIn:
    """One line of what set-up prints."""

    name: str
    email: str
    roles: tuple[Role, ...]
    organisation: str


class NotInDevelopment(ImproperlyConfigured):
    """Invented people with a shared password were about to be let into a real site."""


def password() -> str:
    """The one password of every demo sign-in: DEMO_PASSWORD, or made from this machine's SECRET_KEY."""
    _refuse_outside_development()
    if chosen := str(getattr(settings, "DEMO_PASSWORD", "")):
        return chosen
    digest = hmac.new(settings.SECRET_KEY.encode(), b"heard demo sign-ins", hashlib.sha256).digest()
    return "demo-" + base64.b32encode(digest)[:10].decode().lower()


def load_organisations(*, organisations: Iterable[DemoOrganisation]) -> dict[str, Organisation]:
    """By name. Existing ones are brought in line."""
    _refuse_outside_development()
    return {one.name: _load_organisation(one) for one in organisations}


def load_people(*, people: Sequence[DemoPerson]) -> list[SignIn]:
    """Make or mend everybody in PEOPLE, their organisations and roles. Run it as often as you like.

    Raises NotInDevelopment, and GrantRefused for a role that its organisation cannot give.
    """
    _refuse_outside_development()
    with transaction.atomic():
        load_roles()
        return [_load_person(person) for person in people]


def _load_person(person: DemoPerson) -> SignIn:
    organisation = _load_organisation(person.organisation)
    email = person.email.strip().lower()
    user, new = User.objects.get_or_create(email=email, defaults={"name": person.name})
    if new or not user.check_password(password()):
        user.set_password(password())
        user.save(update_fields=["password"])
    vouch_for_address(user=user)
    set_roles(user=user, wanted=[(organisation, role) for role in person.roles], by=None)
    return SignIn(name=person.name, email=email, roles=person.roles, organisation=organisation.name)


def _load_organisation(one: DemoOrganisation) -> Organisation:
    values = {"name": one.name, "kind": one.kind, "blurb": one.blurb, "fictional": one.fictional}
    slug = one.slug or slugify(one.name)
    organisation, _new = Organisation.objects.update_or_create(slug=slug, defaults=values)
    return organisation


def _refuse_outside_development() -> None:
    if not settings.DEVELOPMENT:
        raise NotInDevelopment("Demo sign-ins share one password: they exist in development only.")
