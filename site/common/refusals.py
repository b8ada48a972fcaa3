"""What production must not start with. Asked twice: by the production settings, before anything runs (a web server
runs no system checks), and by `manage.py check`, on the settings as they then are.

Nothing here may need Django's apps, and no message may repeat a key.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from common.disks import network_disk

Values = Mapping[str, Any]
KEYS = ("SECRET_KEY", "MASTER_KEYS", "RECEIPT_KEY")
NAMES = (*KEYS, "DEBUG", "DATABASES", "SECOND_FACTOR_REQUIRED", "PUBLIC_URL", "VAR")
MADE_FOR_SHOW = ("django-insecure", "tests-only", "changeme", "change-me", "example")
SHORTEST = 32  # characters: 192 bits in base64
MASTER_BYTES = 32
FEWEST_SYMBOLS = 8
WHERE = ("ENGINE", "NAME", "HOST", "PORT")


@dataclass(frozen=True)
class Problem:
    id: str
    message: str
    remedy: str


def problems(values: Values) -> list[Problem]:
    return [problem for rule in RULES for problem in rule(values)]


def refuse_to_start(values: Values) -> None:
    """Raises ImproperlyConfigured with every problem and its remedy."""
    found = problems(values)
    if found:
        lines = "".join(f"\n  - {problem.message} {problem.remedy}" for problem in found)
        raise ImproperlyConfigured(f"Heard will not start like this:{lines}")


def keys_by_name(values: Values) -> Iterator[tuple[str, str]]:
    for name in KEYS:
        value = values.get(name) or ""
        for key in [value] if isinstance(value, str) else value:
            yield name, key


def missing_keys(values: Values) -> Iterator[Problem]:
    for name in KEYS:
        if not values.get(name):
            yield Problem("heard.E001", f"{name} is missing.", "Make one with: openssl rand -base64 48.")


def development_keys(values: Values) -> Iterator[Problem]:
    known = generated_keys(values)
    for name, key in keys_by_name(values):
        if key and (key in known or any(mark in key.lower() for mark in MADE_FOR_SHOW)):
            yield Problem(
                "heard.E002", f"{name} is a development key.", "Make one that has never been in a file here."
            )


def generated_keys(values: Values) -> set[str]:
    """The keys that development made for itself in this folder, if it ever ran here."""
    try:
        return set(
            json.loads((Path(values.get("VAR") or ".") / "keys.json").read_text(encoding="utf-8")).values()
        )
    except (OSError, ValueError, AttributeError):
        return set()


def weak_keys(values: Values) -> Iterator[Problem]:
    for name, key in keys_by_name(values):
        if name == "MASTER_KEYS":
            weak = not is_master_key(key)
            remedy = "Make one with: openssl rand -base64 32."
        else:
            weak = 0 < len(key) < SHORTEST or (key != "" and len(set(key)) < FEWEST_SYMBOLS)
            remedy = "Make one with: openssl rand -base64 48."
        if key and weak:
            yield Problem("heard.E003", f"{name} holds a key that is too short or too plain.", remedy)


def is_master_key(key: str) -> bool:
    try:
        secret = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(secret) == MASTER_BYTES and len(set(secret)) >= FEWEST_SYMBOLS


def shared_keys(values: Values) -> Iterator[Problem]:
    found = [key for _, key in keys_by_name(values) if key]
    if len(found) != len(set(found)):
        yield Problem("heard.E004", "One key is used for two things.", "Give every setting a key of its own.")


def debugging(values: Values) -> Iterator[Problem]:
    if values.get("DEBUG"):
        yield Problem("heard.E005", "DEBUG is on: error pages would show people's words.", "Unset DEBUG.")


def second_factor(values: Values) -> Iterator[Problem]:
    if values.get("SECOND_FACTOR_REQUIRED") is not True:
        yield Problem(
            "heard.E006",
            "SECOND_FACTOR_REQUIRED is off: sealed words need one.",
            "Leave SECOND_FACTOR_REQUIRED alone.",
        )


def plain_address(values: Values) -> Iterator[Problem]:
    address = urlsplit(str(values.get("PUBLIC_URL") or ""))
    if address.scheme != "https" or not address.hostname:
        yield Problem(
            "heard.E007", "PUBLIC_URL is not an https address.", "Set it to the address people use: https://…"
        )


def one_database(values: Values) -> Iterator[Problem]:
    databases = values.get("DATABASES") or {}
    places = [
        tuple(str(databases.get(alias, {}).get(name) or "") for name in WHERE)
        for alias in ("default", "keyring")
    ]
    if places[0] == places[1]:
        yield Problem(
            "heard.E008",
            "The keyring is in the same database as what its keys open: a backup of it would undo every erasure.",
            "Give KEYRING_DATABASE_URL a database of its own.",
        )


def sqlite_on_network_disk(values: Values) -> Iterator[Problem]:
    for alias, config in (values.get("DATABASES") or {}).items():
        if not str(config.get("ENGINE", "")).endswith("sqlite3"):
            continue
        if kind := network_disk(Path(str(config.get("NAME")))):
            yield Problem(
                "heard.E009",
                f"The SQLite file of {alias!r} is on a network disk ({kind}), where its locks do not hold.",
                "Put it on a local disk, or use PostgreSQL.",
            )


RULES: tuple[Callable[[Values], Iterator[Problem]], ...] = (
    missing_keys,
    development_keys,
    weak_keys,
    shared_keys,
    debugging,
    second_factor,
    plain_address,
    one_database,
    sqlite_on_network_disk,
)
