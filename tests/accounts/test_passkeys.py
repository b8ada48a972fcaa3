"""A real passkey, in software, from set-up to signing in."""

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from tests.accounts.factories import PASSWORD, by_password, signed_in
from tests.accounts.passkeys import Passkey


class TestPasskeys:
    AJAX = {"headers": {"x-requested-with": "XMLHttpRequest"}}
    DOOR = "/account/2fa/webauthn/login/"

    @pytest.fixture
    def passkey(self, make_role):
        """Set up by its owner in a browser of their own."""
        user = make_role(Role.EDITOR, password=None)
        browser, passkey = Client(), Passkey()
        browser.force_login(user)
        options = browser.get("/account/2fa/webauthn/add/").context["js_data"]["creation_options"]
        form = {"name": "Phone", "passwordless": "on", "credential": passkey.register(options)}
        assert browser.post("/account/2fa/webauthn/add/", form)["Location"] == "/account/2fa/recovery-codes/"
        return passkey

    def test_the_list_names_it(self, client, passkey):
        client.force_login(User.objects.get())
        page = client.get("/account/2fa/webauthn/")
        assert page.status_code == 200
        assert "Phone" in page.content.decode()

    def test_it_signs_in_alone_and_counts_as_a_second_factor(self, client, passkey, settings):
        settings.SECOND_FACTOR_REQUIRED = True
        options = client.get(self.DOOR, **self.AJAX).json()["request_options"]
        response = client.post(self.DOOR, {"credential": passkey.sign_in(options)})
        assert response["Location"] == "/me/"
        assert client.get("/admin/").status_code == 200

    def test_an_answer_works_once(self, client, passkey):
        options = client.get(self.DOOR, **self.AJAX).json()["request_options"]
        answer = passkey.sign_in(options)
        client.post(self.DOOR, {"credential": answer})
        client.logout()
        client.post(self.DOOR, {"credential": answer})
        assert not signed_in(client)

    def test_another_key_another_site_and_nonsense_do_not(self, client, passkey):
        thief = Passkey(user_handle=passkey.user_handle)
        decoy = Passkey(key=passkey.key, user_handle=passkey.user_handle, origin="https://heard.example")
        for make in (
            thief.sign_in,
            decoy.sign_in,
            lambda _options: "{}",
            lambda _options: '{"id": "A", "response": []}',
        ):
            options = client.get(self.DOOR, **self.AJAX).json()["request_options"]
            response = client.post(self.DOOR, {"credential": make(options)})
            assert response.status_code == 302
            assert response["Location"] == "/account/login/"
            assert not signed_in(client)

    def test_a_password_is_not_enough_beside_it(self, client, passkey):
        user = User.objects.get()
        user.set_password(PASSWORD)
        user.save()
        assert by_password(client, user)["Location"] == "/account/2fa/authenticate/"
        options = client.get("/account/2fa/authenticate/").context["js_data"]["request_options"]
        client.post("/account/2fa/authenticate/", {"credential": passkey.sign_in(options)})
        assert signed_in(client)
