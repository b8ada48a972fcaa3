"""Production, started for real: what it refuses, and that nothing is left to say about it once it is right."""

import base64
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    kept = ("PATH", "HOME", "PYTHONPATH", "HEARD_CALLED_OUT")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "HEARD_VAR": str(tmp_path),
        "SECRET_KEY": secrets.token_urlsafe(48),
        "RECEIPT_KEY": secrets.token_urlsafe(48),
        "MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "ALLOWED_HOSTS": "heard.example",
        "PUBLIC_URL": "https://heard.example",
    }


def check(environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


def load(environment: dict[str, str], then: str = "") -> "subprocess.CompletedProcess[str]":
    """Only load the settings, as a web server does."""
    code = f"import config.settings.production as s; {then}"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )


def test_nothing_is_left_to_say_once_it_is_right(production: dict[str, str]) -> None:
    result = check(production)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "no issues" in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"SECRET_KEY": ""}, "Set the environment variable SECRET_KEY"),
        ({"RECEIPT_KEY": ""}, "Set the environment variable RECEIPT_KEY"),
        ({"MASTER_KEY": ""}, "Set the environment variable MASTER_KEY"),
        ({"ALLOWED_HOSTS": ""}, "Set the environment variable ALLOWED_HOSTS"),
        ({"PUBLIC_URL": ""}, "Set the environment variable PUBLIC_URL"),
        ({"MASTER_KEY": base64.b64encode(b"short").decode()}, "MASTER_KEYS holds a key that is too short"),
        ({"SECRET_KEY": "tests-only-" + "x" * 40}, "SECRET_KEY is a development key"),
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"SECOND_FACTOR_REQUIRED": "no"}, "SECOND_FACTOR_REQUIRED is off"),
        ({"PUBLIC_URL": "http://heard.example"}, "PUBLIC_URL is not an https address"),
        (
            {
                "DATABASE_URL": "postgresql://a:b@db/heard",
                "KEYRING_DATABASE_URL": "postgresql://a:b@db/heard",
            },
            "The keyring is in the same database",
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_it_refuses_to_start(production: dict[str, str], change: dict[str, str], said: str) -> None:
    result = load(production | change)
    assert result.returncode == 1
    assert "ImproperlyConfigured" in result.stderr
    assert said in result.stderr
    assert not any(production[name] in result.stderr for name in ("SECRET_KEY", "RECEIPT_KEY", "MASTER_KEY"))


def test_it_refuses_the_keys_that_development_made_in_the_same_folder(production: dict[str, str]) -> None:
    development = production | {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    made = subprocess.run(
        [sys.executable, "-c", "from config.settings import dev; print(dev.MASTER_KEYS[0])"],
        cwd=ROOT, env=development, capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    result = load(production | {"MASTER_KEY": made})
    assert "MASTER_KEYS is a development key" in result.stderr


def test_the_command_line_says_it_in_plain_lines(production: dict[str, str]) -> None:
    result = check(production | {"DEBUG": "1", "PUBLIC_URL": "http://heard.example"})
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert result.stderr.startswith("heard: Heard will not start like this:")
    assert len(result.stderr.splitlines()) == 3


def test_several_master_keys_need_no_single_one(production: dict[str, str]) -> None:
    production["MASTER_KEYS"] = (
        f"{production['MASTER_KEY']},{base64.b64encode(secrets.token_bytes(32)).decode()}"
    )
    del production["MASTER_KEY"]
    result = load(production, "print(len(s.MASTER_KEYS))")
    assert result.stdout.strip() == "2", result.stderr


def test_cookies_are_bound_to_the_host_and_to_tls(production: dict[str, str]) -> None:
    secure = load(production, "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS)")
    assert secure.stdout.split() == ["True", "True", "31536000"]
    names = load(production, "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)")
    assert names.stdout.split() == ["__Host-session", "__Host-form"]
