import base64

import pytest

from common.vault.checks import check_keyring_apart, check_master_keys, check_storage_url

SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": "/var/a.sqlite3"}


def test_a_sound_configuration_passes(settings):
    settings.STORAGE_URL = "s3+https://key:secret@store.example/bucket"
    assert check_master_keys() == check_keyring_apart() == check_storage_url() == []


def test_a_missing_or_short_master_key_stops_the_start(settings):
    for keys in ([], [base64.b64encode(b"x" * 16).decode()]):
        settings.MASTER_KEYS = keys
        assert [error.id for error in check_master_keys()] == ["vault.E001"]


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_keys_beside_what_they_open_stop_the_start(settings):
    settings.DATABASES = {"default": dict(SQLITE), "keyring": dict(SQLITE)}
    assert [error.id for error in check_keyring_apart()] == ["vault.E002"]
    settings.DATABASES = {"default": dict(SQLITE), "keyring": SQLITE | {"NAME": "/var/b.sqlite3"}}
    assert check_keyring_apart() == []


def test_a_wrong_storage_url_stops_the_start_without_showing_its_secret(settings):
    settings.STORAGE_URL = "s3+https://key:hush@store.example/"
    (error,) = check_storage_url()
    assert error.id == "vault.E003"
    assert "hush" not in error.msg
