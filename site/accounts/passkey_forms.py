"""allauth's passkey forms, made to answer nonsense with "incorrect code" instead of falling over.

The sign-in form is open to the world, and allauth 65.21 lets a KeyError of its parser through.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms


@contextmanager
def nonsense_refused() -> Iterator[None]:
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class SignInForm(forms.LoginWebAuthnForm):
    def clean_credential(self) -> Any:
        with nonsense_refused():
            return super().clean_credential()


class SecondStepForm(forms.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        with nonsense_refused():
            return super().clean_credential()


class AgainForm(forms.ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        with nonsense_refused():
            return super().clean_credential()


class SetUpForm(forms.AddWebAuthnForm):
    def clean(self) -> Any:
        with nonsense_refused():
            return super().clean()
