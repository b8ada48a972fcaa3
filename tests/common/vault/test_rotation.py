import base64
import io
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from common.vault import rotation
from common.vault.files import open_file, seal_file
from common.vault.keys import VaultError, create_key, data_key, destroy_key
from common.vault.master import master_keys
from common.vault.models import WrappedKey
from common.vault.rotation import rotate_keys
from common.vault.text import open_text, seal_text

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
OLD, NEW, NEXT = (base64.b64encode(letter * 32).decode() for letter in (b"o", b"n", b"x"))


@pytest.fixture
def old_owners(settings):
    settings.MASTER_KEYS = [OLD]
    owners = [uuid4() for _ in range(5)]
    for owner in owners:
        create_key(owner=owner)
    return owners


def rotate():
    out = io.StringIO()
    call_command("rotate_master_key", stdout=out)
    return out.getvalue()


def test_old_words_and_files_open_before_after_and_without_the_old_master(settings, old_owners, sealed_root):
    owner = old_owners[0]
    text = seal_text(owner=owner, text="what happened", context="c")
    file = seal_file(owner=owner, context="f", source=io.BytesIO(b"recorded"))

    def opens():
        with open_file(owner=owner, context="f", name=file.name) as reader:
            return (
                open_text(owner=owner, sealed=text, context="c") == "what happened"
                and reader.read() == b"recorded"
            )

    settings.MASTER_KEYS = [NEW, OLD]
    assert opens(), "before the rotation"
    rotate()
    assert opens(), "after it"
    settings.MASTER_KEYS = [NEW]
    assert opens(), "after the old master key was removed"
    settings.MASTER_KEYS = [OLD]
    with pytest.raises(VaultError):
        open_text(owner=owner, sealed=text, context="c")


def test_only_older_ones_are_counted_and_a_second_run_does_nothing(settings, old_owners):
    settings.MASTER_KEYS = [NEW, OLD]
    create_key(owner=uuid4())
    assert rotate().splitlines() == [
        "5 of 6 keys were re-wrapped by the newest master key.",
        "None is left under an older one: older master keys can now be removed.",
    ]
    before = dict(WrappedKey.objects.values_list("owner", "wrapped"))
    assert "0 of 6" in rotate()
    assert dict(WrappedKey.objects.values_list("owner", "wrapped")) == before


def test_a_rotation_broken_off_goes_on_where_it_stopped(settings, old_owners, monkeypatch):
    settings.MASTER_KEYS = [NEW, OLD]
    monkeypatch.setattr(rotation, "BATCH", 2)
    whole = rotation.wrap
    calls = []

    def stop_at_the_fourth(**kwargs):
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return whole(**kwargs)

    monkeypatch.setattr(rotation, "wrap", stop_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        rotate_keys()
    newest = master_keys()[0].id
    assert WrappedKey.objects.filter(master_key_id=newest).count() == 2, "the first batch is kept"
    monkeypatch.setattr(rotation, "wrap", whole)
    assert rotate_keys().rewrapped == 3
    settings.MASTER_KEYS = [NEW]
    assert all(data_key(owner=owner) for owner in old_owners)


def test_keys_of_a_missing_master_are_named_and_left_alone(settings, old_owners):
    settings.MASTER_KEYS = [NEXT]
    stray = uuid4()
    create_key(owner=stray)
    settings.MASTER_KEYS = [NEW, OLD]
    with pytest.raises(CommandError, match=f"1 keys could not be unwrapped.*{stray}"):
        rotate()
    assert all(data_key(owner=owner) for owner in old_owners), "the others are done"
    settings.MASTER_KEYS = [NEW, NEXT]
    assert "1 of 6" in rotate()
    settings.MASTER_KEYS = [NEW]
    assert data_key(owner=stray)


def test_a_key_destroyed_meanwhile_stays_destroyed(settings, old_owners, monkeypatch):
    settings.MASTER_KEYS = [NEW, OLD]
    whole = rotation.wrap

    def destroy_first(*, owner, data_key):
        destroy_key(owner=owner)
        return whole(owner=owner, data_key=data_key)

    monkeypatch.setattr(rotation, "wrap", destroy_first)
    rotate_keys()
    assert not WrappedKey.objects.exists()
