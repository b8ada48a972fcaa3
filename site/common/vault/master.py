"""Wrapping data keys with the master keys from the environment (newest first; older ones only unwrap)."""

import base64
import binascii
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from common.vault.errors import VaultError

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = b"\x01"


@dataclass(frozen=True)
class MasterKey:
    id: str
    secret: bytes = field(repr=False)


def master_keys() -> tuple[MasterKey, ...]:
    """At least one, newest first. Raises ImproperlyConfigured, never repeating a key."""
    return _parse(tuple(settings.MASTER_KEYS))


@lru_cache(maxsize=2)
def _parse(values: Sequence[str]) -> tuple[MasterKey, ...]:
    if not values:
        raise ImproperlyConfigured("MASTER_KEYS is empty: set at least one key (openssl rand -base64 32).")
    return tuple(_read(value, place) for place, value in enumerate(values, start=1))


def _read(value: str, place: int) -> MasterKey:
    try:
        secret = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise ImproperlyConfigured(
            f"Master key {place} of MASTER_KEYS is not 32 bytes in base64: make one with openssl rand -base64 32."
        )
    return MasterKey(id=hashlib.sha256(b"heard master key id" + secret).hexdigest()[:16], secret=secret)


def wrap(*, owner: UUID, data_key: bytes) -> tuple[bytes, str]:
    """The wrapped key and the id of the master key (the newest) that it takes to unwrap it."""
    master = master_keys()[0]
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(master.secret).encrypt(nonce, data_key, _bound_to(owner, master.id))
    return VERSION + nonce + sealed, master.id


def unwrap(*, owner: UUID, wrapped: bytes, master_key_id: str) -> bytes:
    """Raises VaultError when the master key is not configured, or the row was altered or is another owner's."""
    master = next((key for key in master_keys() if key.id == master_key_id), None)
    if master is None:
        raise VaultError(f"A key is wrapped by master key {master_key_id}, which is not among MASTER_KEYS.")
    if wrapped[:1] != VERSION:
        raise VaultError(f"The wrapped key of {owner} is of an unknown version.")
    nonce, sealed = wrapped[1 : 1 + NONCE_BYTES], wrapped[1 + NONCE_BYTES :]
    try:
        return AESGCM(master.secret).decrypt(nonce, sealed, _bound_to(owner, master.id))
    except (InvalidTag, ValueError) as error:
        raise VaultError(f"The wrapped key of {owner} was altered or belongs to another owner.") from error


def _bound_to(owner: UUID, master_key_id: str) -> bytes:
    return b"heard.vault.key" + VERSION + owner.bytes + master_key_id.encode()
