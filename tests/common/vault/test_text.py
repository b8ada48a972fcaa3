from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.vault.keys import KeyDestroyed, VaultError, create_key, destroy_key
from common.vault.text import open_text, open_texts, seal_text

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
WORDS = "They held me down. Dw i’n cofio. 🕊"
PLACE = "stories.SealedPart.text:1"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(text=st.text(), context=st.text())
def test_what_was_sealed_comes_out(owner, text, context):
    try:
        text.encode(), context.encode()
    except UnicodeEncodeError:
        return
    assert (
        open_text(owner=owner, sealed=seal_text(owner=owner, text=text, context=context), context=context)
        == text
    )


def test_no_word_shows_in_the_ciphertext_and_no_two_are_alike(owner):
    first, second = (seal_text(owner=owner, text=WORDS, context=PLACE) for _ in range(2))
    assert b"held me" not in first
    assert first[1:13] != second[1:13]
    assert first[13:] != second[13:]


def test_every_flipped_bit_is_noticed(owner):
    """Version, nonce, ciphertext and tag: each byte, each bit."""
    sealed = seal_text(owner=owner, text="held", context=PLACE)
    assert len(sealed) == 1 + 12 + 4 + 16
    for place in range(len(sealed)):
        for bit in range(8):
            altered = bytearray(sealed)
            altered[place] ^= 1 << bit
            with pytest.raises(VaultError):
                open_text(owner=owner, sealed=bytes(altered), context=PLACE)


def test_every_cut_is_noticed(owner):
    sealed = seal_text(owner=owner, text="held", context=PLACE)
    for length in range(len(sealed)):
        with pytest.raises(VaultError):
            open_text(owner=owner, sealed=sealed[:length], context=PLACE)
    with pytest.raises(VaultError):
        open_text(owner=owner, sealed=sealed + b"\0", context=PLACE)


def test_text_does_not_open_in_another_place(owner):
    sealed = seal_text(owner=owner, text=WORDS, context=PLACE)
    for context in ("", PLACE + "0", "stories.SealedPart.text:2"):
        with pytest.raises(VaultError) as caught:
            open_text(owner=owner, sealed=sealed, context=context)
        assert "held" not in str(caught.value)


def test_rows_swapped_between_owners_do_not_open(new_owner):
    first, second = new_owner(), new_owner()
    sealed = seal_text(owner=first, text=WORDS, context=PLACE)
    with pytest.raises(VaultError):
        open_text(owner=second, sealed=sealed, context=PLACE)


def test_a_view_of_memory_opens_as_postgresql_gives_it(owner):
    sealed = memoryview(seal_text(owner=owner, text=WORDS, context=PLACE))
    assert open_text(owner=owner, sealed=sealed, context=PLACE) == WORDS


def test_nothing_is_sealed_without_a_key():
    with pytest.raises(KeyDestroyed):
        seal_text(owner=uuid4(), text=WORDS, context=PLACE)


def test_nothing_is_sealed_or_opened_after_the_key_is_destroyed(owner):
    sealed = seal_text(owner=owner, text=WORDS, context=PLACE)
    destroy_key(owner=owner)
    with pytest.raises(KeyDestroyed):
        seal_text(owner=owner, text=WORDS, context=PLACE)
    with pytest.raises(KeyDestroyed) as caught:
        open_text(owner=owner, sealed=sealed, context=PLACE)
    assert "held" not in str(caught.value)


@pytest.mark.parametrize("count", [1, 3])
def test_many_texts_take_one_key_query(new_owner, django_assert_num_queries, count):
    owners = [new_owner() for _ in range(count)]
    items = [
        (owner, seal_text(owner=owner, text=f"{n} {part}", context=f"c:{n}:{part}"), f"c:{n}:{part}")
        for n, owner in enumerate(owners)
        for part in range(2)
    ]
    with django_assert_num_queries(1, using="keyring"), django_assert_num_queries(0, using="default"):
        opened = open_texts(items=items)
    assert opened == [f"{n} {part}" for n in range(count) for part in range(2)]


def test_no_texts_take_no_query(django_assert_num_queries):
    with django_assert_num_queries(0, using="keyring"):
        assert open_texts(items=[]) == []


def test_many_texts_keep_their_order_round_a_destroyed_one(new_owner):
    first, gone, last = new_owner(), new_owner(), new_owner()
    items = [
        (owner, seal_text(owner=owner, text=str(owner), context="c"), "c") for owner in (first, gone, last)
    ]
    destroy_key(owner=gone)
    assert open_texts(items=items) == [str(first), None, str(last)]


def test_many_texts_refuse_when_one_was_altered(new_owner):
    first, second = new_owner(), new_owner()
    sealed = seal_text(owner=first, text=WORDS, context="c")
    with pytest.raises(VaultError):
        open_texts(items=[(first, sealed, "c"), (second, sealed, "c")])


def test_text_and_files_do_not_use_the_data_key_itself(owner):
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from common.vault.keys import data_key

    sealed = seal_text(owner=owner, text=WORDS, context=PLACE)
    bound = b"heard.vault.text\x01" + owner.bytes + PLACE.encode()
    with pytest.raises(InvalidTag):
        AESGCM(data_key(owner=owner)).decrypt(sealed[1:13], sealed[13:], bound)


def test_an_owner_may_be_created_and_used_at_once():
    owner = uuid4()
    create_key(owner=owner)
    assert open_text(owner=owner, sealed=seal_text(owner=owner, text="", context=""), context="") == ""
