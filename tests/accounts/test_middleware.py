"""A second factor before anything an editor may see, whatever the session says it is."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from tests.accounts.factories import PASSWORD, code_now

SET_UP = "/account/2fa/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def sign_in(client, user, secret=None):
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    if secret:
        client.post("/account/2fa/authenticate/", {"code": code_now(secret)})


def set_up(client):
    """As a person does it: ask for the page, confirm the password, read the secret, type the code."""
    page = client.get("/account/2fa/totp/activate/")
    if page.status_code == 302:
        client.post(page["Location"], {"password": PASSWORD})
        page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    return client.post("/account/2fa/totp/activate/", {"code": code_now(secret)})


@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_asked_to_set_one_up(client, make_role, role):
    sign_in(client, make_role(role))
    for path in ("/admin/", "/me/", "/admin/reports/site-history/", "/"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (302, SET_UP), path
    assert client.post("/admin/account/", {})["Location"] == SET_UP


def test_setting_up_signing_out_and_getting_help_stay_open(client, editor):
    sign_in(client, editor)
    for path in (SET_UP, "/account/2fa/totp/activate/", "/account/2fa/webauthn/", reverse("pages:support")):
        assert client.get(path, follow=True).status_code == 200, path
    assert client.post("/account/logout/")["Location"] == "/"


def test_a_forged_path_does_not_slip_through(client, editor):
    sign_in(client, editor)
    for path in ("/admin/?x=/account/2fa/", "/admin/account/", "/admin//", "/admin/login/../"):
        response = client.get(path)
        assert response.status_code in (302, 403, 404), path
        assert b"Sign out" not in response.content


def test_after_setting_one_up_the_same_session_works_at_once(client, editor):
    sign_in(client, editor)
    assert set_up(client)["Location"] == "/account/2fa/recovery-codes/"
    assert client.get("/me/").status_code == 200
    assert client.get("/admin/").status_code == 200


def test_a_session_from_before_must_prove_itself(client, editor):
    """Somebody who knew the password and was already in does not ride along when the owner sets up a factor."""
    thief = Client()
    sign_in(thief, editor)
    sign_in(client, editor)
    set_up(client)
    for path in ("/me/", "/admin/", SET_UP, "/account/2fa/totp/deactivate/", "/account/email/"):
        response = thief.get(path)
        assert response.status_code == 302, path
        assert response["Location"].startswith("/account/2fa/reauthenticate/?next="), path
    assert thief.post("/account/2fa/totp/deactivate/")["Location"].startswith("/account/2fa/reauthenticate/")
    assert editor.authenticator_set.filter(type="totp").exists()


def test_a_session_made_past_the_sign_in_must_prove_itself_and_can(client, editor, set_up_app):
    secret = set_up_app(editor)
    client.force_login(editor)  # as any view that only calls django.contrib.auth.login would
    response = client.get("/admin/")
    assert response["Location"] == "/account/2fa/reauthenticate/?next=/admin/"
    response = client.post(response["Location"], {"code": code_now(secret)})
    assert response["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_completed_sign_in_goes_through_without_asking_the_database_again(client, editor, set_up_app):
    secret = set_up_app(editor)
    sign_in(client, editor, secret)
    client.get("/me/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get("/me/").status_code == 200
    # session, person, roles, memberships, second factor (the page's own line): none of them the middleware's
    assert len(asked) == 5


def test_recovery_codes_alone_are_not_a_factor(client, editor):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes.activate(editor)
    sign_in(client, editor)
    assert client.get("/admin/")["Location"] == SET_UP


def test_readers_and_tellers_are_never_asked(client, make_person, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/account/login/")
    assert response.status_code == 200
    client.force_login(make_person())
    assert client.get("/me/").status_code == 200


def test_a_visitor_without_a_session_is_not_given_one(client, db):
    response = client.get(reverse("pages:support"))
    assert response.status_code == 200
    assert "session" not in response.cookies
    assert "Cookie" not in response.get("Vary", "") or "session" not in client.cookies


def test_whoever_is_made_staff_by_hand_is_asked_too(client, make_person):
    sign_in(client, make_person(is_superuser=True))
    assert client.get("/me/")["Location"] == SET_UP


def test_development_may_skip_it(client, editor, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client, editor)
    assert client.get("/admin/").status_code == 200
