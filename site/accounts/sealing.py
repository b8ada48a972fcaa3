"""Second-factor secrets at rest: sealed with a key of their own, derived from the master keys.

Without this allauth keeps the secret of an authenticator app and the seed of the recovery codes in plain
text, and a copied database would be a set of working second factors.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from common.vault.master import master_keys

PURPOSE = b"heard accounts second factor v1"


class SecretUnreadable(Exception):
    """No master key opens this secret: one was dropped before `reseal_second_factors` ran, or the row was altered."""


def seal(text: str) -> str:
    return _sealer().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises SecretUnreadable."""
    try:
        return _sealer().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SecretUnreadable("A second factor cannot be opened with any of MASTER_KEYS.") from error


def reseal(sealed: str) -> str:
    """The same secret under the newest master key. Raises SecretUnreadable."""
    return seal(unseal(sealed))


def _sealer() -> MultiFernet:
    """Seals with the newest master key (the first), opens with any."""
    return MultiFernet([Fernet(_derive(key.secret)) for key in master_keys()])


@lru_cache(maxsize=4)
def _derive(master_key: bytes) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return base64.urlsafe_b64encode(kdf.derive(master_key))
