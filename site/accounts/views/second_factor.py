"""allauth's set-up of a second factor, with the two things it leaves open.

Setting a factor up counts as using it, so that the session need not prove itself again at once; and the
last passkey cannot be taken off by somebody who needs one (allauth asks that for authenticator apps only).
"""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.second_factor import prove_session


class SetUpApp(ActivateTOTPView):
    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        prove_session(self.request, kind=Authenticator.Type.TOTP)
        return response


class SetUpPasskey(AddWebAuthnView):
    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        prove_session(self.request, kind=Authenticator.Type.WEBAUTHN)
        return response


class RemovePasskey(RemoveWebAuthnView):
    def form_valid(self, form: Form) -> Any:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            refusal = adapter.validation_error("cannot_delete_authenticator")
            messages.error(self.request, refusal.messages[0])
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)
