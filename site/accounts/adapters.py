"""Where allauth asks us: nobody signs up by themselves, and second-factor secrets are sealed."""

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from qrcode.image.svg import SvgPathFillImage

from accounts import sealing
from accounts.second_factor import is_last_factor, needs_second_factor


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are invited: see accounts.people."""
        return False


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """On white, as cameras need it: allauth's has no ground of its own and vanishes on a dark page."""
        return str(qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode"))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last factor stays for as long as the person needs one."""
        if not settings.SECOND_FACTOR_REQUIRED or not needs_second_factor(authenticator.user):
            return True
        return not is_last_factor(authenticator)
