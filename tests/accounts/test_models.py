import pytest
from django.db import IntegrityError, transaction

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User


def test_an_address_is_kept_in_small_letters_and_found_in_any(db):
    user = User.objects.create_user(" Bo.Larkin@Example.ORG ", "x")
    assert user.email == "bo.larkin@example.org"
    assert User.objects.get_by_natural_key("BO.LARKIN@example.org") == user


def test_two_people_cannot_share_an_address_by_its_case(db):
    User.objects.create_user("bo@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="Bo@example.org")])


def test_no_password_means_none_that_works(db):
    assert not User.objects.create_user("bo@example.org").has_usable_password()


def test_there_is_one_host(host):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(name="Another", slug="another", kind=OrganisationKind.HOST)
    Organisation.objects.create(name="A group", slug="a", kind=OrganisationKind.GROUP)
    Organisation.objects.create(name="B group", slug="b", kind=OrganisationKind.GROUP)


def test_a_role_is_held_once_in_an_organisation(editor, host):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=editor, organisation=host, role=Role.EDITOR)
