"""Every way in, from the outside, and every way round that must not be one."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.accounts.factories import LOGIN, PASSWORD, by_password, code_in, code_now, signed_in


class TestPassword:
    def test_the_right_one_leads_to_their_page(self, client, editor):
        assert client.get(LOGIN).status_code == 200
        response = by_password(client, editor)
        assert (response.status_code, response["Location"]) == (302, "/me/")
        assert signed_in(client)

    def test_the_address_in_capitals_works(self, client, editor):
        client.post(LOGIN, {"login": editor.email.upper(), "password": PASSWORD})
        assert signed_in(client)

    def test_a_wrong_one_does_not(self, client, editor):
        response = by_password(client, editor, "wrong")
        assert response.status_code == 200
        assert not signed_in(client)

    def test_a_stranger_and_a_wrong_password_read_the_same(self, client, editor):
        wrong = by_password(client, editor, "wrong").context["form"].errors
        stranger = (
            client.post(LOGIN, {"login": "nobody@example.org", "password": "wrong"}).context["form"].errors
        )
        assert wrong == stranger

    def test_where_they_were_going_is_kept_but_never_another_site(self, client, editor):
        assert by_password(client, editor, next="/admin/")["Location"] == "/admin/"
        client.logout()
        assert by_password(client, editor, next="https://evil.example/")["Location"] == "/me/"

    def test_somebody_let_go_stays_out(self, client, make_person):
        user = make_person(is_active=False)
        by_password(client, user)
        assert not signed_in(client)

    def test_guessing_ends_after_five(self, client, editor):
        for _ in range(5):
            by_password(client, editor, "wrong")
        response = by_password(client, editor)
        assert not signed_in(client)
        assert "Too many failed login attempts" in response.content.decode()

    def test_a_session_ends_with_the_browser(self, client, editor):
        response = by_password(client, editor)
        assert response.cookies["session"]["expires"] == ""
        assert response.cookies["session"]["httponly"]


class TestTooMany:
    def test_a_flood_gets_a_page_for_people(self, client, db):
        for number in range(30):
            client.post(LOGIN, {"login": f"n{number}@example.org", "password": "wrong"})
        response = client.post(LOGIN, {"login": "n@example.org", "password": "wrong"})
        assert response.status_code == 429
        page = response.content.decode()
        assert "Wait five minutes" in page
        assert "<main" in page


class TestCode:
    def ask(self, client, email):
        return client.post("/account/login/code/", {"email": email})

    def test_an_e_mailed_code_signs_in(self, client, make_person):
        user = make_person(password=None)
        assert client.get("/account/login/code/").status_code == 200
        assert self.ask(client, user.email)["Location"] == "/account/login/code/confirm/"
        letter = mail.outbox[0]
        assert letter.to == [user.email]
        assert letter.subject == "Your code for signing in"
        response = client.post("/account/login/code/confirm/", {"code": code_in(letter)})
        assert response["Location"] == "/me/"
        assert signed_in(client)

    def test_a_wrong_code_does_not_and_three_end_it(self, client, make_person):
        self.ask(client, make_person().email)
        for _ in range(3):
            client.post("/account/login/code/confirm/", {"code": "WRONG9"})
        code = code_in(mail.outbox[0])
        client.post("/account/login/code/confirm/", {"code": code})
        assert not signed_in(client)

    def test_a_strangers_address_looks_the_same_and_gets_no_letter(self, client, db):
        response = self.ask(client, "stranger@example.org")
        assert response["Location"] == "/account/login/code/confirm/"
        assert mail.outbox == []


class TestSignUp:
    def test_nobody_signs_up_by_themselves(self, client, db):
        form = {"email": "me@example.org", "password1": PASSWORD, "password2": PASSWORD}
        page = client.get("/account/signup/")
        client.post("/account/signup/", form)
        assert page.status_code == 200
        assert 'name="password1"' not in page.content.decode()
        assert not User.objects.exists()


class TestAuthenticatorApp:
    @pytest.fixture
    def secret(self, editor, set_up_app):
        return set_up_app(editor)

    def test_a_password_alone_opens_nothing(self, client, editor, secret):
        assert by_password(client, editor)["Location"] == "/account/2fa/authenticate/"
        assert not signed_in(client)
        for path in ("/me/", "/admin/", "/account/2fa/", "/account/email/", "/account/password/change/"):
            response = client.get(path)
            assert response.status_code == 302, path
            assert "login" in response["Location"], path

    def test_the_code_completes_it(self, client, editor, secret):
        by_password(client, editor)
        assert client.get("/account/2fa/authenticate/").status_code == 200
        assert client.post("/account/2fa/authenticate/", {"code": code_now(secret)})["Location"] == "/me/"
        assert signed_in(client)

    def test_a_wrong_code_and_a_used_one_do_not(self, client, editor, secret):
        by_password(client, editor)
        used = code_now(secret)
        wrong = "000000" if used != "000000" else "111111"
        client.post("/account/2fa/authenticate/", {"code": wrong})
        assert not signed_in(client)
        client.post("/account/2fa/authenticate/", {"code": used})
        other = Client()
        by_password(other, editor)
        other.post("/account/2fa/authenticate/", {"code": used})
        assert signed_in(client)
        assert not signed_in(other)

    def test_an_e_mailed_code_needs_it_too(self, client, editor, secret):
        client.post("/account/login/code/", {"email": editor.email})
        code = code_in(mail.outbox[0])
        response = client.post("/account/login/code/confirm/", {"code": code})
        assert response["Location"] == "/account/2fa/authenticate/"
        assert not signed_in(client)

    def test_a_new_password_does_not_sign_in(self, client, editor, secret):
        client.post("/account/password/reset/", {"email": editor.email})
        link = re.search(r"http://testserver(/account/password/reset/key/\S+)", mail.outbox[0].body)[1]
        form = client.get(link, follow=True)
        fresh = "another-long-password"
        client.post(form.redirect_chain[-1][0], {"password1": fresh, "password2": fresh})
        editor.refresh_from_db()
        assert editor.check_password(fresh)
        assert not signed_in(client)
        assert by_password(client, editor, fresh)["Location"] == "/account/2fa/authenticate/"

    def test_the_database_does_not_hold_the_secret(self, editor, secret):
        with connection.cursor() as cursor:
            cursor.execute("SELECT data FROM mfa_authenticator WHERE user_id = %s", [editor.pk])
            stored = str(cursor.fetchone()[0])
        assert secret not in stored
        assert "secret" in stored
