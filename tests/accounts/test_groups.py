"""Coordinators look after their own group's people, and reach nobody else's."""

import pytest
from django.core import mail

from accounts.enums import OrganisationKind, Role
from accounts.groups import invite_coordinator, let_go, members_of
from accounts.membership import GrantRefused, grant_role, revoke_role
from accounts.models import Membership, Organisation, User
from accounts.people import set_active
from accounts.permissions import has_role

pytestmark = pytest.mark.django_db


def group(name: str) -> Organisation:
    return Organisation.objects.create(name=name, slug=name.lower(), kind=OrganisationKind.GROUP)


def coordinator(organisation: Organisation, email: str) -> User:
    user = User.objects.create_user(email, name=email.partition("@")[0])
    grant_role(user=user, organisation=organisation, role=Role.COORDINATOR, by=None)
    return user


@pytest.fixture
def hill() -> Organisation:
    return group("Hill")


def test_somebody_invited_is_a_coordinator_of_this_group_alone_and_is_told(
    hill, django_capture_on_commit_callbacks
):
    by, valley = coordinator(hill, "ada@example.org"), group("Valley")
    with django_capture_on_commit_callbacks(execute=True):
        user = invite_coordinator(organisation=hill, email=" New@Example.org", name="Nia", by=by)
    assert has_role(user=user, role=Role.COORDINATOR, organisation=hill)
    assert not has_role(user=user, role=Role.COORDINATOR, organisation=valley)
    assert [letter.to for letter in mail.outbox] == [["new@example.org"]]
    assert [row.user.email for row in members_of(organisation=hill)] == ["new@example.org", "ada@example.org"]


def test_an_address_that_is_somebodys_brings_up_neither_their_name_nor_a_role(hill):
    by, other = coordinator(hill, "ada@example.org"), coordinator(group("Valley"), "ben@example.org")
    with pytest.raises(GrantRefused) as refused:
        invite_coordinator(organisation=hill, email="BEN@example.org", name="Guess", by=by)
    assert "ben" not in str(refused.value).lower()
    assert not has_role(user=other, role=Role.COORDINATOR, organisation=hill)


def test_somebody_shut_out_is_not_let_in_again_by_a_group(hill):
    by, gone = coordinator(hill, "ada@example.org"), coordinator(hill, "ben@example.org")
    revoke_role(user=gone, organisation=hill, role=Role.COORDINATOR, by=None)
    set_active(user=gone, active=False, by=None)
    with pytest.raises(GrantRefused):
        invite_coordinator(organisation=hill, email="ben@example.org", name="Ben", by=by)
    set_active(user=gone, active=True, by=None)
    assert invite_coordinator(organisation=hill, email="ben@example.org", name="Ben", by=by) == gone


def test_the_last_coordinator_stays_and_another_groups_cannot_be_reached(hill):
    ada, ben = coordinator(hill, "ada@example.org"), coordinator(group("Valley"), "ben@example.org")
    with pytest.raises(GrantRefused, match="last coordinator"):
        let_go(organisation=hill, membership_id=ada.memberships.get().pk, by=ada)
    with pytest.raises(Membership.DoesNotExist):
        let_go(organisation=hill, membership_id=ben.memberships.get().pk, by=ada)
    cleo = coordinator(hill, "cleo@example.org")
    let_go(organisation=hill, membership_id=ada.memberships.get().pk, by=cleo)
    assert not has_role(user=User.objects.get(pk=ada.pk), role=Role.COORDINATOR)
    assert Membership.objects.filter(user=ben).exists()
