"""Changing how one signs in."""

import re

from django.core import mail

from tests.accounts.factories import PASSWORD, by_password, signed_in


class TestChangingHowOneSignsIn:
    def test_the_password_is_asked_for_again(self, client, editor):
        path = "/account/2fa/totp/activate/"
        by_password(client, editor)
        again = client.get(path)["Location"]
        assert again == "/account/reauthenticate/?next=%2Faccount%2F2fa%2Ftotp%2Factivate%2F"
        assert client.post(again, {"password": "wrong"}).status_code == 200
        assert client.get(path).status_code == 302
        assert client.post(again, {"password": PASSWORD})["Location"] == path
        assert client.get(path).status_code == 200

    def test_whoever_finds_a_screen_open_cannot_change_the_address(self, client, editor):
        by_password(client, editor)
        response = client.post("/account/email/", {"email": "thief@example.org", "action_add": ""})
        assert response["Location"].startswith("/account/reauthenticate/")
        assert mail.outbox == []

    def test_a_new_address_counts_only_once_its_letter_is_answered(self, client, editor):
        by_password(client, editor)
        client.post("/account/reauthenticate/", {"password": PASSWORD})
        client.post("/account/email/", {"email": "New@Example.org", "action_add": ""})
        editor.refresh_from_db()
        assert editor.email == "editor@example.org"
        letter = next(letter for letter in mail.outbox if letter.to == ["new@example.org"])
        link = re.search(r"http://testserver(/account/confirm-email/\S+)", letter.body)[1]
        client.post(link)
        editor.refresh_from_db()
        assert editor.email == "new@example.org"

    def test_the_letter_about_a_change_names_no_machine(self, client, editor):
        by_password(client, editor)
        client.post("/account/reauthenticate/", {"password": PASSWORD})
        fresh = {
            "oldpassword": PASSWORD,
            "password1": "another-long-password",
            "password2": "another-long-password",
        }
        client.post(
            "/account/password/change/", fresh, REMOTE_ADDR="203.0.113.9", headers={"user-agent": "Fox/9"}
        )
        letter = mail.outbox[-1]
        assert "tell whoever invited you" in letter.body
        assert "203.0.113.9" not in letter.body
        assert "Fox/9" not in letter.body
        assert not signed_in(client)
