"""One AES-256 data key for each owner, and its destruction.

Unwrapped keys live only as long as the call that needs them. There is no cache in any process, so a destroyed
key opens nothing from the next call on. Keyring writes are commits of their own, apart from the main database's
transaction: a key is committed before the rows that use it. When those rows are rolled back their key stays
behind as an orphan, a few bytes that open nothing.
"""

import os
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from common.vault.errors import KeyDestroyed, VaultError
from common.vault.master import KEY_BYTES, unwrap, wrap
from common.vault.models import KeyTombstone, WrappedKey
from common.vault.router import ALIAS
from common.vault.scrub import forget_deleted_pages

__all__ = ["KeyDestroyed", "VaultError", "create_key", "data_key", "data_keys", "destroy_key"]


def create_key(*, owner: UUID) -> None:
    """Make the owner's key unless there is one. Raises KeyDestroyed for an owner whose key was destroyed.

    Written first and checked after, as `destroy_key` writes its tombstone first and deletes after: whichever way
    the two meet, no usable key is left. RuntimeError inside a keyring transaction, where nothing would be committed.
    """
    wrapped, master_key_id = wrap(owner=owner, data_key=os.urandom(KEY_BYTES))
    key = WrappedKey(owner=owner, wrapped=wrapped, master_key_id=master_key_id)
    with transaction.atomic(using=ALIAS, durable=True):
        WrappedKey.objects.bulk_create([key], ignore_conflicts=True)
    if KeyTombstone.objects.filter(owner=owner).exists():
        WrappedKey.objects.filter(owner=owner).delete()
        raise _destroyed(owner)


def destroy_key(*, owner: UUID, kind: str = "") -> bool:
    """Destroy the owner's key for good; True if there was one. May be repeated, and leaves a tombstone either way.

    KIND is the tombstone's, as in `common.tombstones.bury`: pass both the same.
    """
    with transaction.atomic(using=ALIAS, durable=True):
        KeyTombstone.objects.bulk_create([KeyTombstone(owner=owner, kind=kind)], ignore_conflicts=True)
    destroyed, _ = WrappedKey.objects.filter(owner=owner).delete()
    if destroyed:
        forget_deleted_pages()
    return bool(destroyed)


def data_keys(*, owners: Iterable[UUID]) -> dict[UUID, bytes]:
    """Unwrapped keys by owner, in one query; owners without a key, or with a tombstone, are absent."""
    buried = KeyTombstone.objects.filter(owner=OuterRef("owner"))
    rows = WrappedKey.objects.filter(~Exists(buried), owner__in=set(owners))
    return {
        owner: unwrap(owner=owner, wrapped=bytes(wrapped), master_key_id=master_key_id)
        for owner, wrapped, master_key_id in rows.values_list("owner", "wrapped", "master_key_id")
    }


def data_key(*, owner: UUID) -> bytes:
    """One owner's key. Raises KeyDestroyed."""
    key = data_keys(owners=[owner]).get(owner)
    if key is None:
        raise _destroyed(owner)
    return key


def _destroyed(owner: UUID) -> KeyDestroyed:
    return KeyDestroyed(f"The key of {owner} was destroyed or never made.")
