"""What measurements of editors' pages stand on: somebody signed in, in a real Chromium, before the real server."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright

from accounts.enums import OrganisationKind, Role
from accounts.membership import grant_role
from accounts.models import Organisation, User
from accounts.people import invite
from bench.uploads import serving
from scripts.browser import find

READY = "() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"


@contextmanager
def signed_in(user: User) -> Iterator[tuple[Page, str]]:
    """A page in which USER is signed in, and where the server is. Inside, Playwright lets nobody ask the database."""
    session = session_of(user)
    with serving("config.wsgi:application") as heard, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        try:
            base = f"http://127.0.0.1:{heard.port}"
            context = chromium.new_context(viewport={"width": 1280, "height": 800})
            context.add_cookies([{"name": "session", "value": session, "url": base}])
            yield context.new_page(), base
        finally:
            chromium.close()


def an_editor() -> User:
    host, _ = Organisation.objects.get_or_create(
        slug="bench-host", defaults={"name": "Bench host", "kind": OrganisationKind.HOST, "fictional": True}
    )
    editor = invite(email="bench-editor@heard.invalid", name="Bench Editor", by=None)
    grant_role(user=editor, organisation=host, role=Role.EDITOR, by=None)
    return editor


def session_of(user: User) -> str:
    """Signed in with a second factor passed."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": timezone.now().timestamp()}]
    session.save()
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)
