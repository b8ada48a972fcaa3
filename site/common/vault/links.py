"""Links that only the vault can follow: from one thing to another without a foreign key between their rows.

A link is a keyed hash under a data key of its own in the keyring. Whoever holds the main database alone, or a backup of
it, cannot tell which rows belong together; whoever asks the vault can, also after the owner's own key was destroyed, so
that an erasure still finds what it has to remove. Turning the master key leaves links as they are.
"""

import hashlib
import hmac
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from common.vault.errors import KeyDestroyed
from common.vault.keys import create_key, data_key
from common.vault.master import KEY_BYTES

PURPOSE = b"heard.vault.link"


def make_link(*, key_owner: UUID, to: UUID) -> str:
    """64 hex digits. KEY_OWNER's key is made when there is none; it belongs to this kind of link alone."""
    found = find_link(key_owner=key_owner, to=to)
    if found is None:
        create_key(owner=key_owner)
        found = _link(data_key(owner=key_owner), to)
    return found


def find_link(*, key_owner: UUID, to: UUID) -> str | None:
    """None when no link of this kind was ever made."""
    try:
        return _link(data_key(owner=key_owner), to)
    except KeyDestroyed:
        return None


def _link(key: bytes, to: UUID) -> str:
    own = HKDFExpand(algorithm=SHA256(), length=KEY_BYTES, info=PURPOSE).derive(key)
    return hmac.new(own, to.bytes, hashlib.sha256).hexdigest()
