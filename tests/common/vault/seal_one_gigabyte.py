"""Run by test_constant_memory: seals a generated gigabyte, reads it back and prints what it saw."""

import base64
import hashlib
import io
import json
import sys
from pathlib import Path
from uuid import uuid4

import django
from django.conf import settings

SIZE = 1024**3
BLOCK = hashlib.shake_128(b"block").digest(1024 * 1024)


class Generated(io.RawIOBase):
    """SIZE bytes that never exist at once: each mebibyte is the block with its own number in its first eight bytes."""

    def __init__(self) -> None:
        self.at = 0

    def read(self, size: int = -1) -> bytes:
        data = expected(self.at, min(size, SIZE - self.at))
        self.at += len(data)
        return data


def expected(start: int, length: int) -> bytes:
    """What lies from START on, at most up to the end of its mebibyte."""
    number, inside = divmod(start, len(BLOCK))
    data = BLOCK[inside : inside + length]
    return data if inside else (number.to_bytes(8, "big") + data[8:])[:length]


def main(folder: Path) -> None:
    database = {"ENGINE": "django.db.backends.sqlite3"}
    settings.configure(
        INSTALLED_APPS=["common", "common.vault"],
        DATABASES={name: database | {"NAME": folder / name} for name in ("default", "keyring")},
        DATABASE_ROUTERS=["common.vault.router.KeyringRouter"],
        MASTER_KEYS=[base64.b64encode(b"m" * 32).decode()],
        STORAGES={"sealed": {"BACKEND": "common.storages.SealedStorage"}},
        STORAGE_URL="",
        SEALED_ROOT=folder / "sealed",
        USE_TZ=True,
    )
    django.setup()
    from django.core.management import call_command

    from common.vault.files import open_file, seal_file
    from common.vault.keys import create_key

    call_command("migrate", "vault", database="keyring", verbosity=0)
    owner = uuid4()
    create_key(owner=owner)
    # Once with little, so that what is loaded at first use is not counted as growth.
    small = seal_file(owner=owner, context="c", source=io.BytesIO(b"warm"))
    open_file(owner=owner, context="c", name=small.name).close()
    print("ready", flush=True)
    sys.stdin.readline()  # until the watcher has noted where the memory stands
    sealed = seal_file(owner=owner, context="c", source=Generated())
    digest = hashlib.sha256()
    with open_file(owner=owner, context="c", name=sealed.name) as reader:
        while data := reader.read(100_000):
            digest.update(data)
        reader.seek(SIZE // 2 + 70_000)
        in_the_middle = reader.read(200_000) == expected(SIZE // 2 + 70_000, 200_000)
        stored = reader.size
    print(
        json.dumps(
            {
                "size": sealed.size,
                "stored_plain": stored,
                "sha256_sealed": sealed.sha256,
                "sha256_read": digest.hexdigest(),
                "range": in_the_middle,
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
