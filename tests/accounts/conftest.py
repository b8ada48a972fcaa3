"""People of every kind, and the codes they would type."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from accounts.enums import OrganisationKind, Role
from accounts.membership import grant_role
from accounts.models import Organisation, User
from tests.accounts.factories import PASSWORD


@pytest.fixture
def host(db):
    return Organisation.objects.create(name="Heard Host", slug="host", kind=OrganisationKind.HOST)


@pytest.fixture
def group(db):
    return Organisation.objects.create(name="Wexmoor Voices", slug="wexmoor", kind=OrganisationKind.GROUP)


@pytest.fixture
def training(db):
    return Organisation.objects.create(name="Even Keel", slug="even-keel", kind=OrganisationKind.TRAINING)


@pytest.fixture
def make_person(db):
    def make(email="person@example.org", name="Bo Larkin", password=PASSWORD, **fields):
        user = User.objects.create_user(email, password, name=name, **fields)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    return make


@pytest.fixture
def make_role(make_person, host):
    """Somebody with ROLE at the host (or elsewhere)."""

    def make(role, organisation=None, **fields):
        user = make_person(**{"email": f"{role}@example.org", **fields})
        grant_role(user=user, organisation=organisation or host, role=role, by=None)
        return user

    return make


@pytest.fixture
def editor(make_role):
    return make_role(Role.EDITOR)


@pytest.fixture
def administrator(make_role):
    return make_role(Role.ADMINISTRATOR)


@pytest.fixture
def set_up_app():
    """Give somebody an authenticator app; returns its secret."""

    def set_up(user):
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        return secret

    return set_up
