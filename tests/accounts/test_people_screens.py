"""Administrators in Wagtail's admin: who they invite, what they can give, and what they cannot reach."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from accounts.enums import Role
from accounts.loading import load_roles
from accounts.models import Membership, Organisation, User
from common import audit
from tests.accounts.factories import PASSWORD

PEOPLE, ADD = "/admin/users/", "/admin/users/new/"


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def edit(user):
    return f"/admin/users/edit/{user.pk}/"


def key(organisation, role):
    return f"{organisation.pk}:{role.value}"


def errors(response):
    return str(response.context["form"].errors)


class TestInviting:
    def test_a_person_arrives_with_roles_a_letter_and_an_entry(
        self, desk, administrator, host, group, django_capture_on_commit_callbacks
    ):
        assert desk.get(ADD).status_code == 200
        form = {
            "email": "Nia@Example.org",
            "name": "Nia Vaughan",
            "roles": [key(host, Role.EDITOR), key(group, Role.COORDINATOR)],
        }
        with django_capture_on_commit_callbacks(execute=True):
            response = desk.post(ADD, form)
        assert (response.status_code, response["Location"]) == (302, PEOPLE)
        user = User.objects.get(email="nia@example.org")
        assert set(user.memberships.values_list("role", flat=True)) == {"editor", "coordinator"}
        assert set(user.groups.values_list("name", flat=True)) == {"Role: editor", "Role: coordinator"}
        assert mail.outbox[0].to == ["nia@example.org"]
        entry = audit.entries_for(user.pk).filter(action="accounts.grant_role").first()
        assert entry.user_id == administrator.pk

    def test_whoever_was_invited_can_sign_in_by_code(self, desk, client, host):
        desk.post(ADD, {"email": "nia@example.org", "name": "Nia", "roles": [key(host, Role.TRAINER)]})
        client.logout()
        client.post("/account/login/code/", {"email": "nia@example.org"})
        assert mail.outbox[-1].subject == "Your code for signing in"

    def test_the_form_makes_no_superuser_sets_no_password_and_writes_no_group(self, desk):
        group = Group.objects.create(name="Choir")
        form = {
            "email": "nia@example.org",
            "name": "Nia",
            "is_superuser": "on",
            "is_staff": "on",
            "groups": [group.pk],
            "password1": PASSWORD,
            "password2": PASSWORD,
        }
        page = desk.get(ADD).content.decode()
        desk.post(ADD, form)
        user = User.objects.get(email="nia@example.org")
        held = (user.is_superuser, user.is_staff, user.has_usable_password(), user.groups.exists())
        assert held == (False, False, False, False)
        for name in ("is_superuser", "groups", "password1"):
            assert f'name="{name}"' not in page

    def test_an_address_is_taken_in_any_case(self, desk, administrator):
        response = desk.post(ADD, {"email": administrator.email.upper(), "name": "Again"})
        assert "here already" in errors(response)
        assert User.objects.count() == 1

    def test_a_role_that_is_not_on_offer_is_refused(self, desk, group):
        forged = f"{group.pk}:{Role.EDITOR.value}"
        response = desk.post(ADD, {"email": "nia@example.org", "name": "Nia", "roles": [forged]})
        assert "roles" in response.context["form"].errors
        assert not User.objects.filter(email="nia@example.org").exists()

    @pytest.mark.parametrize("missing", ["email", "name"])
    def test_a_person_needs_an_address_and_a_name(self, desk, missing):
        form = {"email": "nia@example.org", "name": "Nia"}
        del form[missing]
        assert missing in desk.post(ADD, form).context["form"].errors
        assert User.objects.count() == 1


class TestChanging:
    def test_roles_are_ticked_as_they_are_and_change_as_ticked(self, desk, editor, host, administrator):
        page = desk.get(edit(editor))
        assert page.context["form"].initial["roles"] == [key(host, Role.EDITOR)]
        form = {"name": "Bo Renamed", "is_active": "on", "roles": [key(host, Role.SECOND_READER)]}
        assert desk.post(edit(editor), form).status_code == 302
        editor.refresh_from_db()
        assert editor.name == "Bo Renamed"
        assert editor.memberships.get().role == Role.SECOND_READER
        assert editor.groups.get().name == "Role: second reader"

    def test_nobody_takes_an_account_over_by_changing_its_address(self, desk, editor, host):
        form = {
            "email": "thief@example.org",
            "name": "Bo",
            "is_active": "on",
            "roles": [key(host, Role.EDITOR)],
        }
        desk.post(edit(editor), form)
        editor.refresh_from_db()
        assert editor.email == "editor@example.org"
        assert editor.check_password(PASSWORD)

    def test_an_administrator_cannot_tick_themselves_a_look_at_sealed_words(self, desk, administrator, host):
        roles = [key(host, Role.ADMINISTRATOR), key(host, Role.EDITOR)]
        response = desk.post(edit(administrator), {"name": "Bo", "roles": roles})
        assert "cannot give yourself" in errors(response)
        assert administrator.memberships.get().role == Role.ADMINISTRATOR

    def test_the_last_administrator_stays_and_cannot_shut_themselves_out(self, desk, administrator):
        response = desk.post(edit(administrator), {"name": "Bo", "roles": []})
        assert "last administrator" in errors(response)
        page = desk.get(edit(administrator)).content.decode()
        assert 'name="is_active"' not in page
        assert administrator.memberships.exists()

    def test_unticking_may_sign_in_shuts_somebody_out_and_is_logged(self, desk, editor, host, administrator):
        desk.post(edit(editor), {"name": "Bo", "roles": [key(host, Role.EDITOR)]})
        editor.refresh_from_db()
        assert not editor.is_active
        assert audit.entries_for(editor.pk).get(action="accounts.shut_out").user_id == administrator.pk

    def test_nobody_is_deleted_here(self, desk, editor):
        desk.post(f"/admin/users/delete/{editor.pk}/")
        assert User.objects.filter(pk=editor.pk).exists()

    @pytest.mark.parametrize("action", ["assign_role", "set_active_state", "delete"])
    def test_wagtails_bulk_actions_are_gone(self, desk, editor, action):
        group = Group.objects.get(name="Role: administrator")
        response = desk.post(
            f"/admin/bulk/accounts/user/{action}/?id={editor.pk}",
            {"role": group.pk, "mark_as_active": "False"},
        )
        assert response.status_code == 404
        editor.refresh_from_db()
        assert editor.is_active
        assert not editor.groups.filter(pk=group.pk).exists()


class TestWhoMay:
    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
    @pytest.mark.parametrize("path", [PEOPLE, ADD, "/admin/organisations/", "/admin/organisations/new/"])
    def test_no_other_role_reaches_the_screens(self, client, make_role, administrator, role, path):
        user = make_role(role)
        client.force_login(user)
        for response in (client.get(path), client.post(path, {"email": "nia@example.org", "name": "Nia"})):
            assert (response.status_code, response["Location"]) == (302, "/admin/")
        assert client.get(edit(administrator))["Location"] == "/admin/"
        assert administrator.email not in client.get("/admin/").content.decode()
        assert User.objects.count() == 2

    @pytest.mark.parametrize("role", list(Role))
    def test_nobody_edits_groups(self, client, make_role, role):
        load_roles()
        client.force_login(make_role(role))
        group = Group.objects.get(name=f"Role: {role.value.replace('_', ' ')}")
        for path in ("/admin/groups/", "/admin/groups/new/", f"/admin/groups/edit/{group.pk}/"):
            assert client.get(path)["Location"] == "/admin/", path

    def test_groups_still_have_no_screen_of_another_name(self):
        with pytest.raises(NoReverseMatch):
            reverse("wagtailusers_api_tokens:index")


class TestList:
    def fill(self, make_role, count):
        for number in range(count):
            make_role(Role.EDITOR, email=f"e{number}@example.org", name=f"Person {number}")

    @pytest.mark.parametrize("count", [1, 3])
    def test_one_or_three_people_cost_the_same(self, desk, make_role, count):
        """Counted without what every page of the admin asks for its menu, which other apps add to."""
        self.fill(make_role, count)
        desk.get(PEOPLE)
        with CaptureQueriesContext(connection) as asked:
            page = desk.get(PEOPLE).content.decode()
        about = [
            query["sql"] for query in asked if re.search(r'FROM "accounts_(user|organisation)"', query["sql"])
        ]
        assert len(about) == 4  # who asks, how many there are, the people, their organisations
        prefetched = [query["sql"] for query in asked if '"accounts_membership"."user_id" IN' in query["sql"]]
        assert len(prefetched) == 1
        assert page.count("Editor, Heard Host") == count
        assert all(edit(user) in page for user in User.objects.all())

    @pytest.mark.parametrize("order", ["name", "-name", "email", "-email", "last_login", "is_active"])
    def test_it_sorts_by_what_it_shows(self, desk, make_role, order):
        self.fill(make_role, 3)
        people = list(desk.get(PEOPLE, {"ordering": order}).context["users"])
        assert len(people) == 4
        if order.endswith("name"):
            names = [person.name for person in people]
            assert names == sorted(names, reverse=order.startswith("-"))

    def test_it_finds_by_name_and_address(self, desk, make_role):
        self.fill(make_role, 3)
        for words in ("Person 1", "e1@exam"):
            found = [person.email for person in desk.get(PEOPLE, {"q": words}).context["users"]]
            assert found == ["e1@example.org"]


class TestOrganisations:
    FORM = {
        "name": "Lleisiau Arian",
        "slug": "lleisiau",
        "kind": "group",
        "blurb": "A garden gate.",
        "fictional": "on",
    }

    def test_an_administrator_adds_one(self, desk):
        assert desk.post("/admin/organisations/new/", self.FORM).status_code == 302
        assert Organisation.objects.get(slug="lleisiau").fictional

    def test_a_second_host_is_refused_in_words(self, desk):
        response = desk.post("/admin/organisations/new/", {**self.FORM, "kind": "host"})
        assert "One site has one host" in errors(response)

    def test_its_kind_stays(self, desk, group):
        form = {**self.FORM, "name": "Renamed", "kind": "training"}
        assert desk.post(f"/admin/organisations/edit/{group.pk}/", form).status_code == 302
        group.refresh_from_db()
        assert (group.name, group.kind) == ("Renamed", "group")

    def test_it_cannot_be_deleted_with_its_people(self, desk, group):
        desk.post(f"/admin/organisations/delete/{group.pk}/")
        assert Organisation.objects.filter(pk=group.pk).exists()
        assert Membership.objects.exists()
