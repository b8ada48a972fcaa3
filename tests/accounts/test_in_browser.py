"""An editor's first day, in a real browser: invited, asked for a second step, sets up a passkey, signs in with it."""

import pytest

from accounts.enums import Role
from tests.accounts.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]
TOKEN = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def address(live_server):
    """A passkey belongs to a name, never to a number."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_passkey_from_set_up_to_signing_in(new_context, axe, address, make_role, settings, scheme):
    settings.SECOND_FACTOR_REQUIRED = True
    user = make_role(Role.EDITOR)
    page = new_context(color_scheme=scheme, viewport={"width": 375, "height": 800}).new_page()
    token = page.context.new_cdp_session(page)
    token.send("WebAuthn.enable")
    token.send("WebAuthn.addVirtualAuthenticator", {"options": TOKEN})

    page.goto(f"{address}/account/login/?next=/admin/")
    axe(page)
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/account/2fa/")
    axe(page)
    page.get_by_role("link", name="Set up a passkey").click()
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/webauthn/add/")
    axe(page)
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")
    axe(page)
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_url(f"{address}/me/")
    axe(page)
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{address}/account/login/?next=/me/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{address}/me/")
    assert page.get_by_role("heading", name="Hello, Bo Larkin").is_visible()


def test_an_app_is_set_up_and_used_without_javascript(page_without_js, axe, address, make_role, settings):
    from tests.accounts.factories import code_now

    settings.SECOND_FACTOR_REQUIRED = True
    user = make_role(Role.EDITOR)
    page = page_without_js
    page.goto(f"{address}/account/login/")
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Set up an app").click()
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    secret = page.locator("code").inner_text()
    axe(page)
    # axe opens the page in a second window, which makes a new secret: read the one of this session again
    page.reload()
    secret = page.locator("code").inner_text()
    page.locator("[name=code]").fill(code_now(secret))
    page.get_by_role("button", name="Use this app from now on").click()
    page.wait_for_url("**/recovery-codes/")
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{address}/account/login/")
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator("[name=code]").fill(code_now(secret))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/me/")
    assert user.authenticator_set.filter(type="totp").exists()
