"""Every vault test gets an empty store of its own, and owners with a key."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from common.vault.keys import create_key


@pytest.fixture
def sealed_root(settings: Settings, tmp_path: Path) -> Path:
    settings.SEALED_ROOT = tmp_path / "sealed"
    return tmp_path / "sealed"


@pytest.fixture
def new_owner(every_db: None) -> Callable[[], UUID]:
    def make() -> UUID:
        owner = uuid4()
        create_key(owner=owner)
        return owner

    return make


@pytest.fixture
def owner(new_owner: Callable[[], UUID]) -> UUID:
    return new_owner()
