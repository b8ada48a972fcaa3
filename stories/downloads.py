"""All that is kept with one story, for its teller to take away. Apps above add sections of their own.

downloads.offer("about_you", _("About you"), collect, order=30)      # in ready(); collect(story_id) -> Kept
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

CHUNK = 256 * 1024


@dataclass(frozen=True)
class KeptFile:
    """NAME is its place in the archive; READ gives the plain bytes piece by piece, when their turn comes."""

    name: str
    read: Callable[[], Iterator[bytes]]


@dataclass(frozen=True)
class Kept:
    """DATA is made of dicts, lists, strings, numbers, dates and None. People read its keys too: plain words."""

    data: Any
    files: Sequence[KeptFile] = ()


@dataclass(frozen=True)
class Section:
    name: str
    title: str
    kept: Kept


Collector = Callable[[UUID], Kept]
_offers: dict[str, tuple[int, str | Promise, Collector]] = {}


def offer(name: str, title: str | Promise, collect: Collector, *, order: int = 50) -> None:
    """Add a section to every download. Once per name: the last one counts."""
    _offers[name] = (order, title, collect)


def everything_of(*, story_id: UUID) -> list[Section]:
    """In order. The caller has checked whose story this is. Raises KeyDestroyed after an erasure."""
    in_order = sorted(_offers.items(), key=lambda each: each[1][0])
    return [Section(name, str(title), collect(story_id)) for name, (_order, title, collect) in in_order]


def as_data(sections: Sequence[Section]) -> dict[str, Any]:
    """Ready for JSON."""
    return {section.name: plain(section.kept.data) for section in sections}


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def pieces(reader: Any) -> Iterator[bytes]:
    """A file that reads and closes, CHUNK by CHUNK."""
    with reader:
        while piece := reader.read(CHUNK):
            yield piece
