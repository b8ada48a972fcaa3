"""Development keys: made once into a file only its owner can read."""

import base64
import json
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

NAMES = ("SECRET_KEY", "MASTER_KEY", "RECEIPT_KEY")


def development_keys(file: Path) -> dict[str, str]:
    """Read FILE, or create it (mode 0600) with fresh 256-bit keys, base64. ImproperlyConfigured when neither can be."""
    try:
        return read_keys(file) if file.exists() else make_keys(file)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The folder {file.parent} cannot be used ({error.strerror}): "
            "make it writable, or set HEARD_VAR to a folder that is."
        ) from error


def read_keys(file: Path) -> dict[str, str]:
    try:
        keys = json.loads(file.read_text(encoding="utf-8"))
        return {name: str(keys[name]) for name in NAMES}
    except (ValueError, KeyError, TypeError) as error:
        raise ImproperlyConfigured(
            f"{file} is damaged. Put a copy back: without its keys, what was sealed here cannot be read. "
            "To start afresh instead, move its whole folder away."
        ) from error


def make_keys(file: Path) -> dict[str, str]:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = {name: base64.b64encode(secrets.token_bytes(32)).decode() for name in NAMES}
    # Written beside and linked into place, so that two processes starting together agree on one set.
    draft = file.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(keys), encoding="utf-8")
    try:
        os.link(draft, file)
    except FileExistsError:
        return read_keys(file)
    finally:
        draft.unlink()
    return keys
