import pytest
from django.contrib.auth.models import Group

from accounts import roles
from accounts.enums import Role
from accounts.loading import load_roles
from accounts.membership import grant_role, revoke_role
from accounts.models import Membership, User
from accounts.roles import UnknownPermission, allow, group_for, group_name, sync_groups


@pytest.fixture(autouse=True)
def own_rules(monkeypatch):
    monkeypatch.setattr(roles, "_allowed", {role: set(held) for role, held in roles._allowed.items()})


def permissions(role):
    found = Group.objects.get(name=group_name(role)).permissions.select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}" for row in found}


@pytest.mark.parametrize("role", list(Role))
def test_every_role_opens_wagtails_admin(make_role, role):
    user = User.objects.get(pk=make_role(role).pk)
    assert user.has_perm("wagtailadmin.access_admin")


def test_nobody_without_a_role_opens_it(make_person):
    assert not make_person().has_perm("wagtailadmin.access_admin")


def test_only_administrators_manage_people_and_they_manage_no_groups(make_role):
    for role in Role:
        user = User.objects.get(pk=make_role(role).pk)
        assert user.has_perm("accounts.change_user") is (role is Role.ADMINISTRATOR)
        assert not user.has_perm("auth.change_group")
        assert not user.has_perm("accounts.delete_user")


def test_groups_follow_a_role_given_and_taken(editor, host):
    grant_role(user=editor, organisation=host, role=Role.TRAINER, by=None)
    assert set(editor.groups.values_list("name", flat=True)) == {"Role: editor", "Role: trainer"}
    revoke_role(user=editor, organisation=host, role=Role.EDITOR, by=None)
    assert set(editor.groups.values_list("name", flat=True)) == {"Role: trainer"}


def test_a_role_held_twice_stays_until_the_last_is_taken(make_role, group, host):
    user = make_role(Role.COORDINATOR, group)
    grant_role(user=user, organisation=host, role=Role.COORDINATOR, by=None)
    revoke_role(user=user, organisation=group, role=Role.COORDINATOR, by=None)
    assert user.groups.filter(name="Role: coordinator").exists()
    revoke_role(user=user, organisation=host, role=Role.COORDINATOR, by=None)
    assert not user.groups.exists()


def test_syncing_mends_a_group_put_on_by_hand_and_leaves_strange_groups_alone(editor):
    strange = Group.objects.create(name="Choir")
    editor.groups.add(strange, group_for(Role.ADMINISTRATOR))
    assert sync_groups(user=editor) is True
    assert set(editor.groups.values_list("name", flat=True)) == {"Role: editor", "Choir"}
    assert sync_groups(user=editor) is False


def test_loading_takes_what_higher_apps_allow_and_takes_away_what_they_no_longer_do(db):
    load_roles()
    before = permissions(Role.TRAINER)
    assert "wagtailimages.add_image" not in before
    allow(Role.TRAINER, "wagtailimages.add_image")
    assert load_roles() == ["Role: trainer: 1 permissions added, 0 taken away"]
    assert permissions(Role.TRAINER) == before | {"wagtailimages.add_image"}
    roles._allowed[Role.TRAINER].discard("wagtailimages.add_image")
    assert load_roles() == ["Role: trainer: 0 permissions added, 1 taken away"]
    assert permissions(Role.TRAINER) == before


def test_loading_again_changes_nothing(db):
    load_roles()
    assert load_roles() == []


def test_loading_puts_people_back_where_their_roles_say(editor):
    load_roles()
    editor.groups.clear()
    Membership.objects.filter(user=editor).update(role=Role.TRAINER)
    assert load_roles() == [f"person-{editor.pk}: groups follow their roles again"]
    assert editor.groups.get().name == "Role: trainer"


def test_a_permission_that_does_not_exist_is_named_and_nothing_is_changed(db):
    allow(Role.EDITOR, "stories.chnage_story")
    with pytest.raises(UnknownPermission, match=r"stories\.chnage_story"):
        load_roles()
    assert not Group.objects.filter(name="Role: administrator").exists()


def test_administrators_keep_the_sites_pages(administrator):
    load_roles()
    group = group_for(Role.ADMINISTRATOR)
    held = set(group.page_permissions.values_list("permission__codename", flat=True))
    assert held == {"add_page", "change_page", "publish_page", "lock_page", "unlock_page"}
    assert not group_for(Role.EDITOR).page_permissions.exists()
