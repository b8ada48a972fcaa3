import pytest
from django.urls import resolve

from tests.accounts.factories import PASSWORD, signed_in


class TestWagtailsOwnDoors:
    """Wagtail's views take a password and know nothing of second factors; they stand behind ours."""

    @pytest.mark.parametrize("path", ["/admin/login/", "/_util/login/", "/admin/login/?next=/admin/"])
    def test_a_password_posted_to_them_is_not_even_read(self, client, editor, set_up_app, path):
        set_up_app(editor)
        form = {"username": editor.email, "password": PASSWORD, "login": editor.email, "email": editor.email}
        response = client.post(path, form)
        assert response.status_code == 302
        assert response["Location"].partition("?")[0] == "/account/login/"
        assert not signed_in(client)

    def test_they_lead_to_ours_and_keep_the_way(self, client, db):
        response = client.get("/admin/login/?next=/admin/users/")
        assert response["Location"] == "/account/login/?next=%2Fadmin%2Fusers%2F"
        assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"

    def test_somebody_signed_in_without_a_role_is_told_so_instead_of_going_round_for_ever(
        self, client, make_person
    ):
        client.force_login(make_person())
        response = client.get("/admin/", follow=True)
        assert response.status_code == 403
        assert "not open to you" in response.content.decode()

    @pytest.mark.parametrize("rest", ["", "done/", "confirm/MQ/abc-def/", "complete/"])
    def test_its_password_reset_leads_to_ours(self, client, db, rest):
        for response in (
            client.get(f"/admin/password_reset/{rest}"),
            client.post(f"/admin/password_reset/{rest}"),
        ):
            assert (response.status_code, response["Location"]) == (302, "/account/password/reset/")

    def test_its_account_page_changes_neither_password_nor_address(self, client, editor):
        client.force_login(editor)
        page = client.get("/admin/account/").content.decode()
        assert 'name="name_email-name"' in page
        form = {
            "name_email-name": "Bo Renamed",
            "name_email-email": "thief@example.org",
            "password-old_password": PASSWORD,
            "password-new_password1": "thiefs-own-password",
            "password-new_password2": "thiefs-own-password",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "locale-preferred_language": "en",
            "locale-current_time_zone": "Europe/London",
        }
        response = client.post("/admin/account/", form)
        editor.refresh_from_db()
        assert response.status_code == 302
        assert editor.name == "Bo Renamed"
        assert editor.email == "editor@example.org"
        assert editor.check_password(PASSWORD)

    def test_no_address_of_the_project_serves_a_sign_in_of_its_own(self):
        """Whatever an update adds: of all views named like a sign-in, only allauth's and ours may answer first."""
        for path in ("/admin/login/", "/_util/login/", "/admin/password_reset/confirm/a/b/"):
            assert resolve(path).func.__module__ == "accounts.views.admin_doors"
        assert resolve("/account/login/").func.__module__.startswith("allauth")
