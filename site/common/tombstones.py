"""What was erased stays erased, also after a backup is restored.

An erasure leaves its id in both databases: `bury` writes the main one's, `destroy_key` the keyring's. Whichever is
restored from before the erasure, the other still knows, and `reapply` (manage.py reapply_tombstones) erases again.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common.models import Tombstone
from common.vault.keys import destroy_key
from common.vault.models import KeyTombstone, WrappedKey

logger = logging.getLogger("heard.tombstones")


class Eraser(Protocol):
    """Erases the rows and files of one owner. True when there was something left to erase (None: it cannot tell)."""

    def __call__(self, *, owner: UUID) -> bool | None: ...


E = TypeVar("E", bound=Eraser)
_erasers: dict[str, Eraser] = {}


def on_reapply(kind: str) -> Callable[[E], E]:
    """Register what erases the rows and files of one KIND of owner; ValueError if another function does already.

    It runs in a transaction of the main database, and must be harmless when there is nothing (left) to do.
    """

    def register(eraser: E) -> E:
        if _erasers.get(kind, eraser) != eraser:
            raise ValueError(f"There is an eraser for {kind!r} already.")
        _erasers[kind] = eraser
        return eraser

    return register


def bury(*, owner: UUID, kind: str) -> None:
    """Write down, in the caller's transaction, that OWNER was erased. The caller destroys its key as well.

    The line in the log is for the day when both databases are lost: see docs/vault.md.
    """
    _, new = Tombstone.objects.get_or_create(owner=owner, defaults={"kind": kind})
    if new:
        transaction.on_commit(lambda: logger.info("tombstone %s %s", kind, owner))


def disagreement(*, older_than: timedelta = timedelta(0)) -> int:
    """How many erasures one database knows of that are not carried out, or not known, in the other.

    OLDER_THAN leaves out those still under way: the two databases never commit in the same instant.
    """
    until = timezone.now() - older_than
    buried = set(Tombstone.objects.filter(at__lte=until).values_list("owner", flat=True))
    destroyed = KeyTombstone.objects.filter(at__lte=until).values_list("owner", flat=True)
    unknown = set(destroyed) - set(Tombstone.objects.values_list("owner", flat=True))
    unfinished = buried - set(KeyTombstone.objects.values_list("owner", flat=True))
    opening = WrappedKey.objects.filter(Q(owner__in=unfinished) | Q(owner__in=destroyed))
    return len(unknown.union(opening.values_list("owner", flat=True)))


@dataclass(frozen=True)
class Reapplied:
    """What was done about one tombstone; `failed` names the exception of an eraser that did not finish."""

    owner: UUID
    kind: str
    key_destroyed: bool = False
    erased: bool = False
    failed: str = ""

    @property
    def changed(self) -> bool:
        return self.key_destroyed or self.erased


def reapply(*, also: Iterable[tuple[str, UUID]] = ()) -> Iterator[Reapplied]:
    """Erase again whatever either database, or ALSO (kind, owner), says was erased; one result for each.

    A tombstone whose eraser fails does not stop the others, and nothing is done to what is erased already.
    """
    known = {owner: kind for kind, owner in also}
    known |= dict(KeyTombstone.objects.values_list("owner", "kind"))
    known |= dict(Tombstone.objects.values_list("owner", "kind"))
    for owner, kind in known.items():
        yield _try_again(owner, kind)


def has_eraser(kind: str) -> bool:
    return not kind or kind in _erasers


def _try_again(owner: UUID, kind: str) -> Reapplied:
    key_destroyed = destroy_key(owner=owner, kind=kind)
    try:
        with transaction.atomic():
            erased = [erase(owner=owner) for erase in _erasers_of(kind)]
            bury(owner=owner, kind=kind)
    except Exception as error:  # whatever it is, the other tombstones must still be applied
        logger.exception("an eraser failed: %s %s", kind, owner)
        return Reapplied(owner=owner, kind=kind, key_destroyed=key_destroyed, failed=type(error).__name__)
    return Reapplied(owner=owner, kind=kind, key_destroyed=key_destroyed, erased=any(erased))


def _erasers_of(kind: str) -> list[Eraser]:
    """All of them for a tombstone without a kind: ids are unique, so the wrong ones find nothing."""
    if not kind:
        return list(_erasers.values())
    return [_erasers[kind]] if kind in _erasers else []
