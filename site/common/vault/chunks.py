"""The format of a sealed file: a STREAM of AES-256-GCM chunks.

Header: magic "HRDV" (4 bytes), version (1), salt (32). Then 64 KiB chunks, each followed by its tag (16); only the
last may be shorter, and only an empty file's is empty. The file's key is HKDF(data key, salt, version + owner +
name + context), so a file moved to another name, owner or place does not open. A chunk's nonce is its number
(11 bytes) and a byte that is 1 for the last: chunks cannot be reordered, left out, repeated, cut off or added.
"""

import os
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from common.vault.errors import VaultError

MAGIC = b"HRDV\x01"
SALT = 32
HEADER = len(MAGIC) + SALT
TAG = 16
CHUNK = 64 * 1024
SEALED_CHUNK = CHUNK + TAG


def new_header() -> bytes:
    return MAGIC + os.urandom(SALT)


class ChunkCipher:
    """Seals and opens the chunks of one file."""

    def __init__(self, *, data_key: bytes, header: bytes, owner: UUID, name: str, context: str) -> None:
        if len(header) != HEADER or not header.startswith(MAGIC):
            raise VaultError(f"The sealed file {name} is cut short or of an unknown version.")
        info = MAGIC + owner.bytes + name.encode() + b"\0" + context.encode()
        key = HKDF(algorithm=SHA256(), length=32, salt=header[len(MAGIC) :], info=info).derive(data_key)
        self._aead = AESGCM(key)
        self._name = name

    def seal(self, number: int, plain: bytes, *, last: bool) -> bytes:
        return self._aead.encrypt(_nonce(number, last), plain, None)

    def open(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        try:
            return self._aead.decrypt(_nonce(number, last), sealed, None)
        except (InvalidTag, ValueError) as error:
            raise VaultError(
                f"The sealed file {self._name} was altered, cut short or belongs elsewhere."
            ) from error


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


@dataclass(frozen=True)
class Layout:
    """Where the chunks of a stored file lie, worked out from its stored size alone."""

    stored: int

    @property
    def chunks(self) -> int:
        return -(-(self.stored - HEADER) // SEALED_CHUNK)

    @property
    def plain(self) -> int:
        return self.stored - HEADER - self.chunks * TAG

    @property
    def possible(self) -> bool:
        """False for a length that no sealed file can have."""
        rest = (self.stored - HEADER) % SEALED_CHUNK
        return self.stored >= HEADER + TAG and (rest == 0 or rest >= TAG)

    def offset(self, number: int) -> int:
        return HEADER + number * SEALED_CHUNK

    def length(self, number: int) -> int:
        """Stored length of one chunk with its tag."""
        return min(SEALED_CHUNK, self.stored - self.offset(number))

    def is_last(self, number: int) -> bool:
        return number == self.chunks - 1
