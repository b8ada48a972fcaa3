import contextlib
import functools
import gc
import threading
from pathlib import Path
from types import FrameType
from uuid import uuid4

import pytest
from django.db import connections, transaction

from common.vault.keys import KeyDestroyed, VaultError, create_key, data_key, data_keys, destroy_key
from common.vault.models import KeyTombstone, WrappedKey
from common.vault.text import open_text, seal_text
from tests.services.databases import read_as_it_lies

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])


def test_each_owner_has_a_key_of_its_own():
    first, second = uuid4(), uuid4()
    create_key(owner=first)
    create_key(owner=second)
    keys = data_keys(owners=[first, second])
    assert {len(key) for key in keys.values()} == {32}
    assert keys[first] != keys[second]


def test_creating_again_keeps_the_key(owner):
    before = data_key(owner=owner)
    create_key(owner=owner)
    assert data_key(owner=owner) == before
    assert WrappedKey.objects.filter(owner=owner).count() == 1


def test_the_key_is_not_stored_unwrapped(owner):
    row = WrappedKey.objects.get(owner=owner)
    assert data_key(owner=owner) not in bytes(row.wrapped)


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_keys_takes_one_query(new_owner, django_assert_num_queries, count):
    owners = [new_owner() for _ in range(count)]
    with django_assert_num_queries(1, using="keyring"), django_assert_num_queries(0, using="default"):
        assert set(data_keys(owners=owners)) == set(owners)


def test_missing_and_destroyed_owners_are_absent(new_owner):
    kept, destroyed, never = new_owner(), new_owner(), uuid4()
    destroy_key(owner=destroyed)
    assert set(data_keys(owners=[kept, destroyed, never])) == {kept}
    for owner in (destroyed, never):
        with pytest.raises(KeyDestroyed):
            data_key(owner=owner)


def test_destroying_leaves_a_tombstone_and_no_key(owner):
    assert destroy_key(owner=owner, kind="story") is True
    assert not WrappedKey.objects.filter(owner=owner).exists()
    assert KeyTombstone.objects.get(owner=owner).kind == "story"


def test_destroying_twice_says_so_and_keeps_the_first_tombstone(owner):
    destroy_key(owner=owner, kind="story")
    at = KeyTombstone.objects.get(owner=owner).at
    assert destroy_key(owner=owner, kind="other") is False
    tombstone = KeyTombstone.objects.get(owner=owner)
    assert (tombstone.at, tombstone.kind) == (at, "story")


def test_an_owner_that_never_had_a_key_gets_a_tombstone_too():
    owner = uuid4()
    assert destroy_key(owner=owner) is False
    with pytest.raises(KeyDestroyed):
        create_key(owner=owner)


def test_no_key_is_made_after_a_tombstone(owner):
    destroy_key(owner=owner)
    with pytest.raises(KeyDestroyed, match=str(owner)):
        create_key(owner=owner)
    assert not WrappedKey.objects.filter(owner=owner).exists()


def test_a_key_that_came_back_with_a_restored_keyring_opens_nothing(owner):
    sealed = seal_text(owner=owner, text="what happened", context="c")
    backup = WrappedKey.objects.get(owner=owner)
    destroy_key(owner=owner)
    backup.save(force_insert=True)
    with pytest.raises(KeyDestroyed):
        open_text(owner=owner, sealed=sealed, context="c")


def test_a_destroyed_key_opens_nothing_from_the_next_call_on(owner):
    """Deleted behind the vault's back, as another process would: nothing here may remember it."""
    sealed = seal_text(owner=owner, text="what happened", context="c")
    assert open_text(owner=owner, sealed=sealed, context="c") == "what happened"
    WrappedKey.objects.filter(owner=owner).delete()
    with pytest.raises(KeyDestroyed):
        open_text(owner=owner, sealed=sealed, context="c")


def test_nothing_in_the_process_holds_a_key_after_its_use(owner):
    seal_text(owner=owner, text="what happened", context="c")
    key = data_key(owner=owner)
    assert _holders(key) == []
    remember = functools.lru_cache(lambda owner: data_key(owner=owner))
    remember(owner)
    assert _holders(key), "the search does not see a cache"


def _holders(key):
    """Every object but a running function that refers to bytes equal to KEY. Loops, as a closure would hold it too."""
    gc.collect()
    found = []
    for each in gc.get_objects():
        if type(each) is FrameType:  # isinstance would wake lazy objects
            continue
        for to in gc.get_referents(each):
            if type(to) is bytes and to == key:
                found.append(type(each))
    return found


def test_swapped_rows_do_not_open(new_owner):
    first, second = new_owner(), new_owner()
    one, other = WrappedKey.objects.get(owner=first), WrappedKey.objects.get(owner=second)
    WrappedKey.objects.filter(owner=first).update(wrapped=other.wrapped)
    WrappedKey.objects.filter(owner=second).update(wrapped=one.wrapped)
    for owner in (first, second):
        with pytest.raises(VaultError):
            data_key(owner=owner)


def test_keyring_writes_refuse_a_transaction_that_could_roll_them_back(owner):
    with transaction.atomic(using="keyring"):
        with pytest.raises(RuntimeError):
            create_key(owner=uuid4())
        with pytest.raises(RuntimeError):
            destroy_key(owner=owner)
    assert data_key(owner=owner)


@pytest.mark.django_db(transaction=True, databases=["default", "keyring"])
def test_a_rolled_back_main_transaction_leaves_the_key():
    owner = uuid4()
    with transaction.atomic():
        create_key(owner=owner)
        transaction.set_rollback(True)
    assert data_key(owner=owner)


@pytest.mark.django_db(transaction=True, databases=["default", "keyring"])
def test_making_and_destroying_at_the_same_moment_leaves_no_key():
    for _ in range(25):
        owner, together = uuid4(), threading.Barrier(2)

        def at_once(work, owner=owner, together=together):
            together.wait()
            with contextlib.suppress(KeyDestroyed):
                work(owner=owner)
            connections.close_all()

        threads = [threading.Thread(target=at_once, args=[work]) for work in (create_key, destroy_key)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not WrappedKey.objects.filter(owner=owner).exists()
        assert KeyTombstone.objects.filter(owner=owner).exists()


@pytest.mark.django_db(transaction=True, databases=["default", "keyring"])
def test_a_destroyed_key_is_nowhere_in_the_keyrings_files():
    connection = connections["keyring"]
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps deleted rows in its files until they are overwritten: docs/vault.md")
    owner = uuid4()
    create_key(owner=owner)
    wrapped = bytes(WrappedKey.objects.get(owner=owner).wrapped)
    assert wrapped in _files_of(connection), "the test looks in the wrong place"
    destroy_key(owner=owner)
    assert wrapped not in _files_of(connection)


def _files_of(connection):
    base = Path(str(connection.settings_dict["NAME"]))
    return b"".join(read_as_it_lies(file) for file in base.parent.glob(base.name + "*"))
