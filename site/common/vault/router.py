"""Wrapped keys live in a database of their own, so that its backups can be short-lived."""

from typing import Any

from django.db.models import Model

LABEL = "vault"
ALIAS = "keyring"


class KeyringRouter:
    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return ALIAS if model._meta.app_label == LABEL else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        return ALIAS if model._meta.app_label == LABEL else None

    def allow_relation(self, first: Model, second: Model, **hints: Any) -> bool | None:
        return (first._meta.app_label == LABEL) == (second._meta.app_label == LABEL) or None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (db == ALIAS) == (app_label == LABEL)
