import base64
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured

from common.vault.errors import VaultError
from common.vault.master import master_keys, unwrap, wrap

KEY = b"k" * 32


def encoded(letter: str) -> str:
    return base64.b64encode(letter.encode() * 32).decode()


def test_a_wrapped_key_opens_for_its_owner_only():
    owner = uuid4()
    wrapped, master_key_id = wrap(owner=owner, data_key=KEY)
    assert unwrap(owner=owner, wrapped=wrapped, master_key_id=master_key_id) == KEY
    assert KEY not in wrapped
    with pytest.raises(VaultError):
        unwrap(owner=uuid4(), wrapped=wrapped, master_key_id=master_key_id)


def test_the_same_key_never_wraps_to_the_same_bytes():
    owner = uuid4()
    assert wrap(owner=owner, data_key=KEY) != wrap(owner=owner, data_key=KEY)


def test_every_flipped_bit_is_noticed():
    owner = uuid4()
    wrapped, master_key_id = wrap(owner=owner, data_key=KEY)
    for place in range(len(wrapped)):
        altered = bytearray(wrapped)
        altered[place] ^= 1
        with pytest.raises(VaultError):
            unwrap(owner=owner, wrapped=bytes(altered), master_key_id=master_key_id)


def test_a_cut_wrapped_key_is_noticed():
    owner = uuid4()
    wrapped, master_key_id = wrap(owner=owner, data_key=KEY)
    for length in (0, 1, 5, 13, len(wrapped) - 1):
        with pytest.raises(VaultError):
            unwrap(owner=owner, wrapped=wrapped[:length], master_key_id=master_key_id)


def test_another_master_key_opens_nothing(settings):
    owner = uuid4()
    wrapped, master_key_id = wrap(owner=owner, data_key=KEY)
    settings.MASTER_KEYS = [encoded("w")]
    with pytest.raises(VaultError, match=f"{master_key_id}, which is not among MASTER_KEYS"):
        unwrap(owner=owner, wrapped=wrapped, master_key_id=master_key_id)
    # Claiming that the configured key wrapped it does not help either.
    with pytest.raises(VaultError):
        unwrap(owner=owner, wrapped=wrapped, master_key_id=master_keys()[0].id)


def test_the_newest_key_wraps_and_older_ones_unwrap(settings):
    owner = uuid4()
    settings.MASTER_KEYS = [encoded("o")]
    old, old_id = wrap(owner=owner, data_key=KEY)
    settings.MASTER_KEYS = [encoded("n"), encoded("o")]
    new, new_id = wrap(owner=owner, data_key=KEY)
    assert new_id != old_id
    assert new_id == master_keys()[0].id
    assert unwrap(owner=owner, wrapped=old, master_key_id=old_id) == KEY
    assert unwrap(owner=owner, wrapped=new, master_key_id=new_id) == KEY


@pytest.mark.parametrize(
    "keys",
    [
        [],
        [""],
        ["not base64 at all"],
        [base64.b64encode(b"short").decode()],
        [encoded("a"), base64.b64encode(b"x" * 33).decode()],
    ],
)
def test_a_malformed_master_key_is_named_by_its_place_and_not_repeated(settings, keys):
    settings.MASTER_KEYS = keys
    with pytest.raises(ImproperlyConfigured) as caught:
        master_keys()
    assert "MASTER_KEYS" in str(caught.value)
    assert not any(key and key in str(caught.value) for key in keys)


def test_a_master_key_does_not_show_itself():
    assert "tttt" not in repr(master_keys()[0])
