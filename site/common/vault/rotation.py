"""Re-wrapping every data key by the newest master key. Sealed text and files are not touched."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from common.vault.errors import VaultError
from common.vault.master import master_keys, unwrap, wrap
from common.vault.models import WrappedKey
from common.vault.router import ALIAS

BATCH = 500


@dataclass(frozen=True)
class Rotation:
    rewrapped: int
    total: int
    unreadable: tuple[
        UUID, ...
    ]  # their master key is not configured, or the row was altered: left as they were


def rotate_keys() -> Rotation:
    """Safe to break off and start again, beside running servers: each batch is one commit."""
    newest = master_keys()[0].id
    rewrapped = 0
    unreadable: list[UUID] = []
    for batch in _batches(newest):
        readable = [key for key in batch if _rewrap(key)]
        unreadable += [key.owner for key in batch if key.master_key_id != newest]
        with transaction.atomic(using=ALIAS):
            # An update, never an insert: a key destroyed in the meantime stays destroyed.
            WrappedKey.objects.bulk_update(readable, ["wrapped", "master_key_id"])
        rewrapped += len(readable)
    return Rotation(rewrapped=rewrapped, total=WrappedKey.objects.count(), unreadable=tuple(unreadable))


def _batches(newest: str) -> Iterator[list[WrappedKey]]:
    """Keys of older master keys, in the order of their owners, so that unreadable ones are met once only."""
    outstanding = WrappedKey.objects.exclude(master_key_id=newest).order_by("owner")
    batch = list(outstanding[:BATCH])
    while batch:
        last = batch[-1].owner
        yield batch
        batch = list(outstanding.filter(owner__gt=last)[:BATCH])


def _rewrap(key: WrappedKey) -> bool:
    try:
        data_key = unwrap(owner=key.owner, wrapped=bytes(key.wrapped), master_key_id=key.master_key_id)
    except VaultError:
        return False
    key.wrapped, key.master_key_id = wrap(owner=key.owner, data_key=data_key)
    return True
