import pytest

from accounts.enums import Role
from accounts.membership import GrantRefused, grant_role, revoke_role, set_roles
from accounts.models import Membership
from accounts.permissions import may_see_sealed
from common import audit


def test_giving_twice_is_one_membership_and_one_entry(make_person, host, administrator):
    user = make_person()
    first = grant_role(user=user, organisation=host, role=Role.EDITOR, by=administrator)
    assert grant_role(user=user, organisation=host, role=Role.EDITOR, by=administrator) == first
    entry = audit.entries_for(user.pk).get(action="accounts.grant_role")
    assert (entry.label, entry.user_id) == (f"person-{user.pk}", administrator.pk)
    assert entry.data == {"role": "editor", "organisation": str(host.pk)}


def test_taking_is_logged_once_and_says_whether_there_was_anything(editor, host, administrator):
    assert revoke_role(user=editor, organisation=host, role=Role.EDITOR, by=administrator) is True
    assert revoke_role(user=editor, organisation=host, role=Role.EDITOR, by=administrator) is False
    assert audit.entries_for(editor.pk).filter(action="accounts.revoke_role").count() == 1


@pytest.mark.parametrize(
    "role", [Role.EDITOR, Role.SECOND_READER, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR]
)
def test_a_local_group_cannot_let_its_people_see_sealed_words(make_person, group, training, role):
    for organisation in (group, training):
        with pytest.raises(GrantRefused):
            grant_role(
                user=make_person(email=f"{organisation.slug}@example.org"),
                organisation=organisation,
                role=role,
                by=None,
            )
    assert not Membership.objects.exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SECOND_READER, Role.SAFEGUARDING_LEAD])
def test_an_administrator_cannot_let_themselves_see_sealed_words(administrator, host, role):
    with pytest.raises(GrantRefused):
        grant_role(user=administrator, organisation=host, role=role, by=administrator)
    assert not may_see_sealed(administrator)


def test_another_administrator_can(make_role, administrator, host):
    other = make_role(Role.ADMINISTRATOR, email="other@example.org")
    grant_role(user=administrator, organisation=host, role=Role.EDITOR, by=other)
    assert may_see_sealed(administrator)


def test_the_last_administrator_stays(make_role, administrator, host):
    with pytest.raises(GrantRefused):
        revoke_role(user=administrator, organisation=host, role=Role.ADMINISTRATOR, by=administrator)
    make_role(Role.ADMINISTRATOR, email="gone@example.org", is_active=False)
    with pytest.raises(GrantRefused):
        revoke_role(user=administrator, organisation=host, role=Role.ADMINISTRATOR, by=None)
    make_role(Role.ADMINISTRATOR, email="other@example.org")
    assert revoke_role(user=administrator, organisation=host, role=Role.ADMINISTRATOR, by=None)


def test_setting_roles_is_exact_and_all_or_nothing(editor, host, group, administrator):
    set_roles(user=editor, wanted=[(host, Role.SECOND_READER), (group, Role.COORDINATOR)], by=administrator)
    held = set(Membership.objects.filter(user=editor).values_list("organisation__slug", "role"))
    assert held == {("host", "second_reader"), ("wexmoor", "coordinator")}
    with pytest.raises(GrantRefused):
        set_roles(user=editor, wanted=[(host, Role.TRAINER), (group, Role.EDITOR)], by=administrator)
    assert held == set(Membership.objects.filter(user=editor).values_list("organisation__slug", "role"))
