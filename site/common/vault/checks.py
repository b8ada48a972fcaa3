"""Refuse to start with a vault that could not keep its promise."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from common.storages.location import parse_storage_url
from common.vault.master import master_keys
from common.vault.router import ALIAS

SAME = ("ENGINE", "HOST", "PORT", "NAME")


@register(Tags.security)
def check_master_keys(**kwargs: Any) -> list[CheckMessage]:
    try:
        master_keys()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="vault.E001")]
    return []


@register(Tags.security)
def check_keyring_apart(**kwargs: Any) -> list[CheckMessage]:
    """In one database with the rows it opens, a destroyed key would come back from any backup of it."""
    keyring, main = settings.DATABASES[ALIAS], settings.DATABASES["default"]
    if any(str(keyring.get(key, "")) != str(main.get(key, "")) for key in SAME):
        return []
    return [Error("KEYRING_DATABASE_URL and DATABASE_URL name the same database.", id="vault.E002")]


@register(Tags.security)
def check_storage_url(**kwargs: Any) -> list[CheckMessage]:
    try:
        if settings.STORAGE_URL:
            parse_storage_url(settings.STORAGE_URL)
    except ImproperlyConfigured as error:
        return [Error(str(error), id="vault.E003")]
    return []
