"""Typed reads of the environment that fail loudly: a wrong value stops the start, with its name and a remedy."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    """The variable NAME, or the contents of the file that NAME_FILE points at, or the default (also when empty)."""
    if value := os.environ.get(name, "").strip():
        return value
    if file := os.environ.get(f"{name}_FILE"):
        return contents(name, Path(file))
    if default is None:
        raise ImproperlyConfigured(f"Set the environment variable {name} (or {name}_FILE).")
    return default


def contents(name: str, file: Path) -> str:
    try:
        value = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE points at {file}, which cannot be read.") from error
    if not value:
        raise ImproperlyConfigured(f"{name}_FILE points at {file}, which is empty.")
    return value


def boolean(name: str, default: bool) -> bool:
    value = text(name, "true" if default else "false").lower()
    if value in TRUE_WORDS:
        return True
    if value in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: use true or false.")


def integer(name: str, default: int, *, minimum: int | None = None) -> int:
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {value!r}: use a whole number.") from error
    if minimum is not None and number < minimum:
        raise ImproperlyConfigured(f"{name} is {number}: use {minimum} or more.")
    return number


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list; empty items are dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
