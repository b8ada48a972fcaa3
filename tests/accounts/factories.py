"""What people of the tests would type."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client

from accounts.models import User

LOGIN = "/account/login/"
PASSWORD = "a-long-password-for-tests"


def code_now(secret: str) -> str:
    """What the authenticator app shows."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def code_in(letter: EmailMessage) -> str:
    """The line that is nothing but the code."""
    return next(line for line in letter.body.splitlines() if re.fullmatch(r"[A-Z0-9-]{6,9}", line))


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def by_password(client: Client, user: User, password: str = PASSWORD, **query: str) -> HttpResponse:
    return client.post(LOGIN, {"login": user.email, "password": password}, query_params=query or None)
