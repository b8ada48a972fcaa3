"""Sealing words: AES-256-GCM, bound to the owner and to the one place they belong in.

Shape: version (1 byte), nonce (12), ciphertext, tag (16). The text key is derived from the owner's data key, so
that text and files never use the same key.
"""

import os
from collections.abc import Sequence
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from common.vault.errors import VaultError
from common.vault.keys import data_key, data_keys
from common.vault.master import KEY_BYTES, NONCE_BYTES

VERSION = b"\x01"
PURPOSE = b"heard.vault.text" + VERSION


def seal_text(*, owner: UUID, text: str, context: str) -> bytes:
    """Ciphertext that opens only for this owner and CONTEXT. Raises KeyDestroyed."""
    return _seal(_cipher(data_key(owner=owner)), owner, text, context)


def seal_texts(*, owner: UUID, items: Sequence[tuple[str, str]]) -> list[bytes]:
    """Many (text, context) of one owner with one key query, in order. Raises KeyDestroyed."""
    if not items:
        return []
    cipher = _cipher(data_key(owner=owner))
    return [_seal(cipher, owner, text, context) for text, context in items]


def open_text(*, owner: UUID, sealed: bytes, context: str) -> str:
    """Raises KeyDestroyed, or VaultError when it was altered or belongs elsewhere."""
    return _open(_cipher(data_key(owner=owner)), owner, bytes(sealed), context)


def open_texts(*, items: Sequence[tuple[UUID, bytes, str]]) -> list[str | None]:
    """Many (owner, sealed, context) with one key query, in order; None where the key is destroyed."""
    keys = data_keys(owners={owner for owner, _, _ in items}) if items else {}
    ciphers = {owner: _cipher(key) for owner, key in keys.items()}
    return [
        _open(ciphers[owner], owner, bytes(sealed), context) if owner in ciphers else None
        for owner, sealed, context in items
    ]


def _seal(cipher: AESGCM, owner: UUID, text: str, context: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + cipher.encrypt(nonce, text.encode(), _bound_to(owner, context))


def _open(cipher: AESGCM, owner: UUID, sealed: bytes, context: str) -> str:
    if sealed[:1] != VERSION:
        raise VaultError(f"The sealed text at {context} is of an unknown version.")
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return cipher.decrypt(nonce, body, _bound_to(owner, context)).decode()
    except (InvalidTag, ValueError) as error:
        raise VaultError(f"The sealed text at {context} was altered or belongs elsewhere.") from error


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(HKDFExpand(algorithm=SHA256(), length=KEY_BYTES, info=PURPOSE).derive(key))


def _bound_to(owner: UUID, context: str) -> bytes:
    return PURPOSE + owner.bytes + context.encode()
