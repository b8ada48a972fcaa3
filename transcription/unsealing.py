"""Sealed sound or film as a plain file, for a program that reads files. Only ever in a private folder."""

import shutil
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID

from common.vault.reader import SealedReader
from stories.parts import open_part_media
from stories.uploads.pieces import PiecesReader

CHUNK = 1024 * 1024


def write_plain(sealed: SealedReader | PiecesReader, *, to: Path) -> None:
    """All of SEALED, which is closed. Raises KeyDestroyed, FileMissing."""
    with sealed, to.open("wb") as plain:
        shutil.copyfileobj(cast(BinaryIO, sealed), plain, CHUNK)


def unseal_part(*, part_id: UUID, to: Path) -> None:
    """The original recording. Raises PartMissing as well."""
    write_plain(open_part_media(part_id=part_id), to=to)
