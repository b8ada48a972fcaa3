import base64
import json
import secrets
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from common import disks
from common.refusals import problems, refuse_to_start

SQLITE = "django.db.backends.sqlite3"


def key(size: int = 48) -> str:
    return base64.b64encode(secrets.token_bytes(size)).decode()


@pytest.fixture
def good(tmp_path: Path) -> dict[str, Any]:
    return {
        "SECRET_KEY": key(),
        "MASTER_KEYS": [key(32), key(32)],
        "RECEIPT_KEY": key(),
        "DEBUG": False,
        "SECOND_FACTOR_REQUIRED": True,
        "PUBLIC_URL": "https://heard.example",
        "VAR": tmp_path,
        "DATABASES": {
            "default": {"ENGINE": SQLITE, "NAME": tmp_path / "heard.sqlite3"},
            "keyring": {"ENGINE": SQLITE, "NAME": tmp_path / "keyring.sqlite3"},
        },
    }


def found(values: dict[str, Any]) -> list[str]:
    return [problem.id for problem in problems(values)]


def test_nothing_is_wrong_with_what_is_right(good: dict[str, Any]) -> None:
    assert problems(good) == []
    refuse_to_start(good)


@pytest.mark.parametrize("name", ["SECRET_KEY", "MASTER_KEYS", "RECEIPT_KEY"])
@pytest.mark.parametrize("value", ["", None, []])
def test_missing_keys(good: dict[str, Any], name: str, value: object) -> None:
    assert found(good | {name: value}) == ["heard.E001"]


@pytest.mark.parametrize("name", ["SECRET_KEY", "MASTER_KEYS", "RECEIPT_KEY"])
def test_the_keys_that_development_made_here(good: dict[str, Any], tmp_path: Path, name: str) -> None:
    made = key(32)
    (tmp_path / "keys.json").write_text(json.dumps({"SECRET_KEY": "other", "MASTER_KEY": made}))
    assert found(good) == []
    assert found(good | {name: [made] if name == "MASTER_KEYS" else made}) == ["heard.E002"]


def test_keys_that_say_they_are_for_show(good: dict[str, Any]) -> None:
    assert found(good | {"SECRET_KEY": "django-insecure-" + key()}) == ["heard.E002"]
    assert "heard.E002" in found(good | {"RECEIPT_KEY": "tests-only-" + "x" * 40})


# Too short, too long, no base64, no randomness. (Not random themselves: every worker must see the same names.)
WEAK = [
    base64.b64encode(plain).decode() for plain in (bytes(range(31)), bytes(range(33)), b"t" * 32, bytes(32))
]


@pytest.mark.parametrize("weak", [*WEAK, "not base64 " * 5])
def test_master_keys_are_32_random_bytes_each(good: dict[str, Any], weak: str) -> None:
    assert found(good | {"MASTER_KEYS": [weak]}) == ["heard.E003"]
    assert found(good | {"MASTER_KEYS": [key(32), weak]}) == ["heard.E003"], "an old key counts too"


def test_short_and_plain_keys(good: dict[str, Any]) -> None:
    assert found(good | {"SECRET_KEY": "abcdefghij"}) == ["heard.E003"]
    assert found(good | {"RECEIPT_KEY": "ab" * 40}) == ["heard.E003"]


def test_one_key_for_two_things(good: dict[str, Any]) -> None:
    assert found(good | {"RECEIPT_KEY": good["SECRET_KEY"]}) == ["heard.E004"]
    assert found(good | {"RECEIPT_KEY": good["MASTER_KEYS"][1]}) == ["heard.E004"]


def test_debugging(good: dict[str, Any]) -> None:
    assert found(good | {"DEBUG": True}) == ["heard.E005"]


@pytest.mark.parametrize("value", [False, None, 0])
def test_second_factor(good: dict[str, Any], value: object) -> None:
    assert found(good | {"SECOND_FACTOR_REQUIRED": value}) == ["heard.E006"]


@pytest.mark.parametrize("address", ["http://heard.example", "", "heard.example", "https://", None])
def test_addresses_without_tls(good: dict[str, Any], address: str | None) -> None:
    assert found(good | {"PUBLIC_URL": address}) == ["heard.E007"]


def test_the_keyring_is_apart(good: dict[str, Any]) -> None:
    one = {"ENGINE": "django.db.backends.postgresql", "NAME": "heard", "HOST": "db", "PORT": 5432}
    assert found(good | {"DATABASES": {"default": one, "keyring": dict(one)}}) == ["heard.E008"]
    assert found(good | {"DATABASES": {"default": one, "keyring": one | {"NAME": "keyring"}}}) == []
    assert found(good | {"DATABASES": {"default": one, "keyring": one | {"HOST": "db2"}}}) == []


@pytest.mark.parametrize("alias", ["default", "keyring"])
def test_sqlite_on_a_network_disk(
    good: dict[str, Any], alias: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    far = tmp_path / "far"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nnas:/x {far} nfs4 rw 0 0\n")
    monkeypatch.setattr(disks, "MOUNTS", mounts)
    assert found(good) == []
    good["DATABASES"][alias]["NAME"] = far / f"{alias}.sqlite3"
    assert found(good) == ["heard.E009"]


def test_every_problem_is_named_at_once_and_no_key_is_repeated(good: dict[str, Any]) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        refuse_to_start(
            good | {"SECRET_KEY": "k3y-that-is-short", "DEBUG": True, "PUBLIC_URL": "http://heard.example"}
        )
    assert str(caught.value).count("\n  - ") == 3
    assert "k3y-that-is-short" not in str(caught.value)


def test_the_system_checks_say_the_same(good: dict[str, Any], settings: Any) -> None:
    def errors() -> list[str]:
        return [each.id for each in run_checks(tags=["security"]) if str(each.id).startswith("heard.")]

    assert errors() == [], "tests are development"
    settings.DEVELOPMENT = False
    assert "heard.E007" in errors()
    settings.PUBLIC_URL, settings.SECOND_FACTOR_REQUIRED = "https://heard.example", True
    settings.SECRET_KEY, settings.RECEIPT_KEY, settings.MASTER_KEYS = key(), key(), [key(32)]
    assert errors() == []
