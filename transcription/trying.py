"""A short test, disguised as others would hear or see it. It is treated while its teller waits and kept nowhere:

what was sent lies in memory and in a private folder that is removed on every path, what comes back is in memory alone.
There is no row, no sealed file and no job, so nothing of a test can outlive its request or become a part.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from common.workspace import private_folder
from transcription.enums import Picture, Voice
from transcription.media.containers import Unreadable
from transcription.media.ffmpeg import FfmpegFailed
from transcription.media.probe import probe
from transcription.media.treat import Treatment, treat

LONGEST_SECONDS = 10.0
MOST_BYTES = 4 * 1024 * 1024  # ten seconds of film as our page records it take a third of it
TREATING_SECONDS = 20.0
AT_ONCE = 2  # in one server process: the rest of its threads go on giving pages
_places = threading.BoundedSemaphore(AT_ONCE)


class CannotTry(Exception):
    """The text is a code: `too-long`, `not-heard`, `busy`, `too-slow`."""


@dataclass(frozen=True)
class Disguised:
    content: bytes
    mime: str


def disguise_test(*, content: bytes) -> Disguised:
    """The first ten seconds of a test with its voice disguised, and its picture where it has one.

    Raises CannotTry, or StorageFull and StorageUnavailable when there is no room to work in.
    """
    if len(content) > MOST_BYTES:
        raise CannotTry("too-long")
    with a_place():
        return treated(content=content)


@contextmanager
def a_place() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise CannotTry("busy")
    try:
        yield
    finally:
        _places.release()


def treated(*, content: bytes) -> Disguised:
    with private_folder() as folder:
        source = folder / "test"
        source.write_bytes(content)
        try:
            with source.open("rb") as file:
                facts = probe(file)
        except Unreadable as error:
            raise CannotTry("not-heard") from error
        if facts.sound is None:
            raise CannotTry("not-heard")
        blurred = Picture.BLURRED if facts.picture is not None else None
        treatment = Treatment(voice=Voice.DISGUISED, picture=blurred)
        target = folder / f"disguised{treatment.suffix}"
        try:
            treat(
                source=source,
                target=target,
                facts=facts,
                treatment=treatment,
                on_progress=lambda _seconds: None,
                seconds=LONGEST_SECONDS,
                within=TREATING_SECONDS,
            )
        except FfmpegFailed as error:
            raise CannotTry("too-slow") from error
        return Disguised(content=target.read_bytes(), mime=treatment.mime)
