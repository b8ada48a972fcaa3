import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import CommandError, call_command

from accounts.second_factor import reset
from common import audit
from tests.accounts.factories import PASSWORD, code_now


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def inside(client, editor, set_up_app):
    """The editor, signed in with their app, having just typed a code again as allauth asks before changes."""
    secret = set_up_app(editor)
    RecoveryCodes.activate(editor)
    client.post("/account/login/", {"login": editor.email, "password": PASSWORD})
    client.post("/account/2fa/authenticate/", {"code": code_now(secret)})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def passkey(user):
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Blue key", "credential": {}}
    )


def test_the_square_for_the_app_stands_on_white():
    svg = get_adapter().build_totp_svg("otpauth://totp/Heard?secret=JBSWY3DPEHPK3PXP")
    assert 'fill="white"' in svg
    assert svg.startswith("<")


def test_the_last_factor_cannot_be_taken_off(inside, editor):
    inside.post("/account/2fa/totp/deactivate/")
    assert editor.authenticator_set.filter(type="totp").exists()


def test_one_of_two_can(inside, editor):
    passkey(editor)
    assert inside.post("/account/2fa/totp/deactivate/")["Location"] == "/account/2fa/"
    assert set(editor.authenticator_set.values_list("type", flat=True)) == {"webauthn", "recovery_codes"}


def test_the_last_passkey_stays_too(inside, editor, monkeypatch):
    key = passkey(editor)
    editor.authenticator_set.filter(type="totp").delete()
    response = inside.post(f"/account/2fa/webauthn/keys/{key.pk}/remove/")
    assert response["Location"] == "/account/2fa/webauthn/"
    assert editor.authenticator_set.filter(pk=key.pk).exists()
    second = passkey(editor)
    inside.post(f"/account/2fa/webauthn/keys/{key.pk}/remove/")
    assert list(editor.authenticator_set.filter(type="webauthn")) == [second]


def test_somebody_elses_passkey_cannot_be_taken_off(inside, make_person):
    other = make_person()
    key = passkey(other)
    passkey(other)
    assert inside.post(f"/account/2fa/webauthn/keys/{key.pk}/remove/").status_code == 404
    assert other.authenticator_set.count() == 2


def test_somebody_without_a_role_may_take_theirs_off(client, make_person, set_up_app):
    user = make_person()
    secret = set_up_app(user)
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    client.post("/account/2fa/authenticate/", {"code": code_now(secret)})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/2fa/totp/deactivate/")
    assert not user.authenticator_set.exists()


def test_a_reset_ends_every_session_and_every_way_in_but_the_e_mailed_code(inside, editor, administrator):
    assert inside.get("/me/").status_code == 200
    reset(user=editor, by=administrator)
    assert inside.get("/me/")["Location"] == "/account/login/?next=/me/"
    assert not editor.authenticator_set.exists()
    assert not editor.has_usable_password()
    entry = audit.entries_for(editor.pk).get(action="accounts.reset_second_factor")
    assert (entry.user_id, entry.data) == (administrator.pk, {"factors": 2})


def test_the_command_line_resets_by_address(editor, set_up_app, capsys):
    set_up_app(editor)
    call_command("reset_second_factor", editor.email.upper())
    assert not editor.authenticator_set.exists()
    assert editor.email not in capsys.readouterr().out
    with pytest.raises(CommandError, match="Nobody"):
        call_command("reset_second_factor", "nobody@example.org")


def test_whoever_has_no_password_sets_one_up_after_the_e_mailed_code(client, make_role):
    from accounts.enums import Role

    user = make_role(Role.EDITOR, password=None)
    client.force_login(user)
    page = client.get("/account/2fa/totp/activate/")
    assert page.status_code == 200
    response = client.post("/account/2fa/totp/activate/", {"code": code_now(page.context["form"].secret)})
    assert response["Location"] == "/account/2fa/recovery-codes/"
    assert user.authenticator_set.filter(type="totp").exists()


def test_the_secret_does_not_stay_in_the_session(client, make_role):
    from accounts.enums import Role

    client.force_login(make_role(Role.EDITOR, password=None))
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    client.post("/account/2fa/totp/activate/", {"code": code_now(secret)})
    assert secret not in str(dict(client.session))
