"""Receipts: five words of a published list, of which only a keyed hash is kept."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from stories.models import Teller
from stories.receipts import (
    give_receipt,
    has_receipt_shape,
    make_receipt,
    normalise,
    receipt_mac,
    teller_by_receipt,
    unknown_words,
    word_list,
)

WITH_HYPHENS = ["drop-down", "felt-tip", "t-shirt", "yo-yo"]


def test_the_list_is_the_published_one_and_five_words_of_it_are_64_bits() -> None:
    words = word_list()
    assert (len(words), len(set(words)), words[0], words[-1]) == (7776, 7776, "abacus", "zoom")
    assert 5 * math.log2(len(words)) > 64


def test_every_receipt_has_the_shape_of_one_and_no_two_are_alike() -> None:
    made = [make_receipt() for _ in range(500)]
    assert all(has_receipt_shape(words=words) for words in made)
    assert len(set(made)) == 500
    counted = Counter(word for words in made for word in words.split())
    assert len(counted) > 1800, "drawn from the whole list"


@given(words=st.lists(st.sampled_from(word_list()), min_size=5, max_size=5))
def test_a_receipt_is_the_same_however_it_is_typed(words: list[str]) -> None:
    plain = " ".join(words)
    assert normalise(words=plain) == plain
    for typed in (
        plain.upper(),
        "  ".join(words),
        ", ".join(words) + ".",
        "\n".join(words),
        "\t".join(words).title(),
        "".join(f"{number}. {word}\n" for number, word in enumerate(words, 1)),
        "-".join(word for word in words) if not any("-" in word for word in words) else plain,
    ):
        assert normalise(words=typed) == plain
        assert receipt_mac(words=typed) == receipt_mac(words=plain)


def test_words_with_a_hyphen_stay_whole() -> None:
    assert [word for word in word_list() if "-" in word] == WITH_HYPHENS
    assert has_receipt_shape(words=" ".join([*WITH_HYPHENS, "acid"]))


@given(text=st.text(max_size=200))
def test_anything_typed_can_be_looked_at(text: str) -> None:
    assert normalise(words=normalise(words=text)) == normalise(words=text)
    assert has_receipt_shape(words=text) in (True, False)
    assert all(word not in word_list() for word in unknown_words(words=text))


def test_a_slip_is_named() -> None:
    assert unknown_words(words="acid abacus qzxword acid acid") == ["qzxword"]
    assert not has_receipt_shape(words="acid abacus qzxword acid acid")
    assert not has_receipt_shape(words="acid abacus acid acid")
    assert not has_receipt_shape(words="")


@pytest.mark.django_db
def test_only_a_keyed_hash_is_kept(settings: Settings) -> None:
    teller = Teller.objects.create()
    words = give_receipt(teller=teller)
    kept = Teller.objects.get().receipt_mac or ""
    assert len(kept) == 64
    assert not any(word in kept for word in words.split())
    assert teller_by_receipt(words=words) == teller
    settings.RECEIPT_KEY = "another key altogether, of some length"
    assert receipt_mac(words=words) != kept
    assert teller_by_receipt(words=words) is None


@pytest.mark.parametrize("key", ["a passphrase with spaces, and more", "x_-" * 16, "c3R1ZmY=" * 6])
def test_any_long_key_will_do(key: str, settings: Settings) -> None:
    settings.RECEIPT_KEY = key
    assert len(receipt_mac(words="acid acid acid acid acid")) == 64


@pytest.mark.django_db
def test_other_words_and_another_order_open_nothing() -> None:
    teller = Teller.objects.create()
    words = give_receipt(teller=teller).split()
    other = next(word for word in word_list() if word not in words)
    for typed in (words[:4], [*words, words[0]], [*words[:4], other], [*words[1:], words[0]]):
        if typed != words:
            assert teller_by_receipt(words=" ".join(typed)) is None


@pytest.mark.django_db
def test_a_new_receipt_ends_the_old_one() -> None:
    teller = Teller.objects.create()
    old, new = give_receipt(teller=teller), give_receipt(teller=teller)
    assert teller_by_receipt(words=old) is None
    assert teller_by_receipt(words=new) == teller


@pytest.mark.django_db
def test_a_teller_without_a_receipt_is_not_found_by_one() -> None:
    Teller.objects.create()
    Teller.objects.create()
    assert teller_by_receipt(words="acid acid acid acid acid") is None
    assert teller_by_receipt(words="") is None
