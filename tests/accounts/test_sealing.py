import base64

import pytest
from allauth.mfa.adapter import get_adapter
from django.core.management import CommandError, call_command

from accounts import sealing
from accounts.second_factor import reseal_all

OLD = base64.b64encode(b"o" * 32).decode()
NEW = base64.b64encode(b"n" * 32).decode()
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_what_is_sealed_says_nothing_and_opens_again():
    sealed = sealing.seal(SECRET)
    assert SECRET not in sealed
    assert sealing.unseal(sealed) == SECRET
    assert sealing.seal(SECRET) != sealed


def test_the_key_is_not_the_master_key_itself(settings):
    from cryptography.fernet import Fernet, InvalidToken

    master = base64.urlsafe_b64encode(base64.b64decode(settings.MASTER_KEYS[0]))
    with pytest.raises(InvalidToken):
        Fernet(master).decrypt(sealing.seal(SECRET).encode())


def test_an_older_master_key_still_opens_and_the_newest_seals(settings):
    settings.MASTER_KEYS = [OLD]
    sealed = sealing.seal(SECRET)
    settings.MASTER_KEYS = [NEW, OLD]
    assert sealing.unseal(sealed) == SECRET
    fresh = sealing.reseal(sealed)
    settings.MASTER_KEYS = [NEW]
    assert sealing.unseal(fresh) == SECRET
    with pytest.raises(sealing.SecretUnreadable):
        sealing.unseal(sealed)


def test_a_changed_letter_does_not_open():
    sealed = sealing.seal(SECRET)
    altered = sealed[:30] + ("A" if sealed[30] != "A" else "B") + sealed[31:]
    with pytest.raises(sealing.SecretUnreadable) as error:
        sealing.unseal(altered)
    assert SECRET not in str(error.value)


def test_resealing_everybody_lets_the_old_key_go(settings, editor, set_up_app, capsys):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    settings.MASTER_KEYS = [OLD]
    secret = set_up_app(editor)
    codes = RecoveryCodes.activate(editor).generate_codes()
    settings.MASTER_KEYS = [NEW, OLD]
    call_command("reseal_second_factors")
    assert "2 second factors" in capsys.readouterr().out
    settings.MASTER_KEYS = [NEW]
    app = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert get_adapter().decrypt(app.data["secret"]) == secret
    assert Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().generate_codes() == codes


def test_resealing_without_the_old_key_stops_with_the_remedy_and_changes_nothing(
    settings, editor, set_up_app
):
    settings.MASTER_KEYS = [OLD]
    secret = set_up_app(editor)
    settings.MASTER_KEYS = [NEW]
    with pytest.raises(CommandError, match="older key back"):
        call_command("reseal_second_factors")
    settings.MASTER_KEYS = [OLD]
    assert reseal_all() == 1
    assert sealing.unseal(editor.authenticator_set.get().data["secret"]) == secret
