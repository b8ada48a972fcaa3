"""The fingerprint of a model: which weights said these words."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def hash_files(folder: Path, *, names: Iterable[str]) -> str:
    """One sha256 over the named files and their names."""
    total = hashlib.sha256()
    for name in names:
        with (folder / name).open("rb") as file:
            total.update(name.encode() + b"\0" + hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()
