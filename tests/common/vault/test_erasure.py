"""The promise itself: what was erased cannot be read from copies that were made before."""

import io
import shutil
import sqlite3
from uuid import uuid4

import pytest
from django.db import connections

from common.models import Tombstone
from common.vault.files import delete_file, open_file, seal_file
from common.vault.keys import KeyDestroyed, VaultError, create_key, data_key, destroy_key
from common.vault.master import wrap
from common.vault.models import KeyTombstone, WrappedKey
from common.vault.text import open_text, seal_text

WORDS = "They held me down for forty minutes."


@pytest.fixture
def story(transactional_db, sealed_root):
    owner = uuid4()
    create_key(owner=owner)
    file = seal_file(owner=owner, context="file", source=io.BytesIO(WORDS.encode() * 5000))
    return owner, seal_text(owner=owner, text=WORDS, context="text"), file.name


def test_copies_made_before_open_nothing_after_erasure(story, sealed_root, tmp_path):
    owner, sealed_before, name = story
    shutil.copytree(sealed_root, tmp_path / "backup")
    destroy_key(owner=owner, kind="story")
    delete_file(name=name)
    shutil.copytree(tmp_path / "backup", sealed_root, dirs_exist_ok=True)
    assert (sealed_root / name).stat().st_size > 100_000
    with pytest.raises(KeyDestroyed):
        open_text(owner=owner, sealed=sealed_before, context="text")
    with pytest.raises(KeyDestroyed):
        open_file(owner=owner, context="file", name=name)
    with pytest.raises(KeyDestroyed):
        create_key(owner=owner)


def test_no_key_that_is_left_opens_the_copies(story):
    """Whoever holds the whole keyring and the master keys afterwards, and passes another's key off as the owner's."""
    owner, sealed, name = story
    other = uuid4()
    create_key(owner=other)
    destroy_key(owner=owner)
    assert list(WrappedKey.objects.values_list("owner", flat=True)) == [other]
    KeyTombstone.objects.all().delete()
    wrapped, master_key_id = wrap(owner=owner, data_key=data_key(owner=other))
    WrappedKey.objects.create(owner=owner, wrapped=wrapped, master_key_id=master_key_id)
    assert data_key(owner=owner) == data_key(owner=other)
    for claimed in (owner, other):
        with pytest.raises(VaultError):
            open_text(owner=claimed, sealed=sealed, context="text")
        with pytest.raises(VaultError):
            open_file(owner=claimed, context="file", name=name)


def test_a_copy_of_the_main_database_and_the_store_holds_neither_words_nor_keys(story, sealed_root, tmp_path):
    """Everything but the keyring, as a backup has it."""
    owner, _, _ = story
    key, wrapped = data_key(owner=owner), bytes(WrappedKey.objects.get(owner=owner).wrapped)
    Tombstone.objects.create(owner=uuid4(), kind="marker-of-this-test")
    held = copy_of("default", tmp_path) + b"".join(
        f.read_bytes() for f in sealed_root.rglob("*") if f.is_file()
    )
    assert b"marker-of-this-test" in held, "the copy is of the right database"
    for secret in (key, wrapped, b"held me down"):
        assert secret not in held
    assert wrapped in copy_of("keyring", tmp_path), "the copy would show it"


def copy_of(alias, folder):
    """Every byte of a SQLite database, or every value of every row of another."""
    connection = connections[alias]
    if connection.vendor == "sqlite":
        copy = folder / f"{alias}.copy"
        with (
            sqlite3.connect(str(connection.settings_dict["NAME"])) as source,
            sqlite3.connect(copy) as target,
        ):
            source.backup(target)
        return copy.read_bytes()
    with connection.cursor() as cursor:
        values = b""
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            values += b"\0".join(as_bytes(value) for row in cursor.fetchall() for value in row)
    return values


def as_bytes(value):
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
