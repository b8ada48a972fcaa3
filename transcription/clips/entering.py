"""Telling the library, in the same transaction, which clips it may find and which no longer."""

from collections.abc import Callable
from uuid import UUID

Told = Callable[[UUID], None]
_entered: list[Told] = []
_left: list[Told] = []


def on_entered(told: Told) -> None:
    """TOLD(clip_id) when a teller said yes to a clip. The gate is asked again whenever it is read."""
    if told not in _entered:
        _entered.append(told)


def on_left(told: Told) -> None:
    """TOLD(clip_id) when a clip may not be found any more. The gate has closed already."""
    if told not in _left:
        _left.append(told)


def tell_entered(clip_id: UUID) -> None:
    for told in _entered:
        told(clip_id)


def tell_left(clip_id: UUID) -> None:
    for told in _left:
        told(clip_id)
