"""How fast files are sealed and opened, beside bare AES-GCM over the same bytes and chunks in this process.

Two bare loops: one does all that a sealed file cannot do without (SHA-256, a file on the disk, fsync) and has the
limit; the other is the cipher alone in memory, faster than any disk, and says what the rest costs.
Needs Django set up before the import, and a migrated keyring that may be written to.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.test.utils import override_settings

from bench.ratio import Ratio
from common.vault.chunks import CHUNK, SEALED_CHUNK
from common.vault.files import delete_file, open_file, seal_file
from common.vault.keys import create_key
from common.vault.models import WrappedKey

MIB = 1024 * 1024
SIZE = 256 * MIB
STARTS = range(0, SIZE, CHUNK)
ROUNDS = 5
LIMIT = 0.7


def measure() -> list[Ratio]:
    """On the disk where sealed files lie; leaves nothing there nor in the keyring."""
    root = Path(settings.SEALED_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=root) as folder,
        override_settings(SEALED_ROOT=Path(folder), STORAGE_URL=""),
    ):
        return _measure(Path(folder))


def _measure(folder: Path) -> list[Ratio]:
    data, owner = os.urandom(SIZE), uuid4()
    create_key(owner=owner)
    try:
        bare = Bare(folder / "bare", data)
        seal = best(lambda: _seal(owner, data), bare.seal_to_disk, bare.seal_in_memory)
        name = seal_file(owner=owner, context="bench", source=BytesIO(data)).name
        opened = best(lambda: _open(owner, name), bare.open_from_disk, bare.open_in_memory)
    finally:
        # Not destroy_key: nothing was told here, so nothing need be remembered.
        WrappedKey.objects.filter(owner=owner).delete()
    return [
        Ratio("seal_file / AES-GCM, SHA-256 and a synced file", seal[0], seal[1], "MiB/s", LIMIT),
        Ratio("open_file / AES-GCM and reading the file", opened[0], opened[1], "MiB/s", LIMIT),
        Ratio("seal_file / AES-GCM alone in memory", seal[0], seal[2], "MiB/s"),
        Ratio("open_file / AES-GCM alone in memory", opened[0], opened[2], "MiB/s"),
    ]


def best(*works: Callable[[], None]) -> list[float]:
    """MiB/s of each in its best round; the rounds take turns, so that a busy moment of the machine hits all."""
    times = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            start = time.perf_counter()
            work()
            times[place] = min(times[place], time.perf_counter() - start)
    return [SIZE / MIB / each for each in times]


def _seal(owner: UUID, data: bytes) -> None:
    delete_file(name=seal_file(owner=owner, context="bench", source=BytesIO(data)).name)


def _open(owner: UUID, name: str) -> None:
    with open_file(owner=owner, context="bench", name=name) as reader:
        while reader.read(CHUNK):
            pass


class Bare:
    """AES-GCM from `cryptography` in plain loops: same bytes, same chunks, no format."""

    def __init__(self, file: Path, data: bytes) -> None:
        self.file, self.data, self.cipher = file, data, AESGCM(os.urandom(32))
        self.sealed = [self.cipher.encrypt(_nonce(at), data[at : at + CHUNK], None) for at in STARTS]
        self.file.write_bytes(b"".join(self.sealed))

    def seal_to_disk(self) -> None:
        target = self.file.with_suffix(".draft")
        source, digest = BytesIO(self.data), hashlib.sha256()
        with target.open("wb") as out:
            for at in STARTS:
                plain = source.read(CHUNK)
                digest.update(plain)
                out.write(self.cipher.encrypt(_nonce(at), plain, None))
            out.flush()
            os.fsync(out.fileno())
        target.unlink()

    def open_from_disk(self) -> None:
        with self.file.open("rb", buffering=0) as sealed:
            for at in STARTS:
                self.cipher.decrypt(_nonce(at), sealed.read(SEALED_CHUNK), None)

    def seal_in_memory(self) -> None:
        plain = memoryview(self.data)
        for at in STARTS:
            self.cipher.encrypt(_nonce(at), plain[at : at + CHUNK], None)

    def open_in_memory(self) -> None:
        for at, sealed in zip(STARTS, self.sealed, strict=True):
            self.cipher.decrypt(_nonce(at), sealed, None)


def _nonce(at: int) -> bytes:
    return at.to_bytes(12, "big")
