"""What a file of the folder is, by its content: writing, a document, a recording or a picture."""

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from stories.enums import PartKind
from stories.intake.document import read_document
from stories.intake.errors import NotTaken
from stories.media_kind import NotARecording, part_kind

MOST_LETTERS = 500_000
MOST_TEXT_BYTES = 4 * MOST_LETTERS
BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Contents:
    """`text` for writing and documents; the others are read again from the file."""

    kind: PartKind
    mime: str = ""
    text: str = ""


def find_file(folder: Path, name: str) -> Path:
    """The file NAME in FOLDER or below it, and nothing outside. Raises NotTaken."""
    wanted = Path(name)
    if wanted.is_absolute() or ".." in wanted.parts or "\0" in name:
        raise NotTaken(_("file names something inside the folder, without “..”."))
    path = folder / wanted
    try:
        linked = any(part.is_symlink() for part in (path, *path.parents[: len(wanted.parts) - 1]))
        if linked or not path.resolve().is_relative_to(folder.resolve()):
            raise NotTaken(_("It is a link, or lies outside the folder. Put the file itself there."))
        if not path.is_file():
            raise NotTaken(_("There is no such file in the folder."))
        size = path.stat().st_size
    except OSError:
        raise NotTaken(_("The file cannot be read.")) from None
    if size == 0:
        raise NotTaken(_("The file is empty."))
    if size > settings.UPLOAD_LIMIT:
        raise NotTaken(_("The file is larger than this site takes."))
    return path


def read_contents(path: Path) -> Contents:
    """Raises NotTaken."""
    try:
        with path.open("rb") as source:
            return _read(source, size=path.stat().st_size)
    except OSError:
        raise NotTaken(_("The file cannot be read.")) from None


def _read(source: BinaryIO, *, size: int) -> Contents:
    head = source.read(8)
    source.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return Contents(PartKind.WRITTEN, text=_checked(read_document(source)))
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotTaken(_("It is an old or an encrypted Office file. Save it as DOCX without a password."))
    if head.startswith(b"%PDF"):
        raise NotTaken(_("PDF files are not taken. Save it as DOCX or as plain text."))
    if size <= MOST_TEXT_BYTES and (text := _plain_text(source.read())) is not None:
        return Contents(PartKind.WRITTEN, text=_checked(text))
    source.seek(0)
    try:
        kind, mime = part_kind(source=source)
    except NotARecording:
        raise NotTaken(
            _("It is neither text, nor DOCX, nor sound, film or a picture that can be opened.")
        ) from None
    return Contents(kind, mime=mime)


def _plain_text(raw: bytes) -> str | None:
    """As UTF-8, or as Windows writes it; None where it is no text."""
    if any(byte < 32 and byte not in b"\t\n\r\f" for byte in set(raw)):
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return None
    # A recording can be free of control characters for a few bytes, hardly ever for more.
    return text if sum(letter.isalnum() or letter.isspace() for letter in text) > len(text) * 0.6 else None


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise NotTaken(_("There are no words in it."))
    if len(text) > MOST_LETTERS:
        raise NotTaken(_("It has more than %d letters. Split it.") % MOST_LETTERS)
    return text


def file_mac(path: Path, *, organisation_id: UUID) -> str:
    """The same for the same bytes of the same group; tells nobody what they are. Raises NotTaken."""
    mac = hmac.new(settings.RECEIPT_KEY.encode(), b"intake:" + organisation_id.bytes, hashlib.sha256)
    try:
        with path.open("rb") as source:
            while block := source.read(BLOCK):
                mac.update(block)
    except OSError:
        raise NotTaken(_("The file cannot be read.")) from None
    return mac.hexdigest()
