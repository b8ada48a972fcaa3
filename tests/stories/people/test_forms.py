"""Parts of names, and a stand-in cut to the form that was used."""

import pytest

from stories.people.forms import alike, collides, cut, parts


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Dr Juniper Vale", ("juniper", "vale")),
        ("Nurse Joy", ("joy",)),
        ("Siân's", ("sian",)),
        ("Ward Meillion", ("meillion",)),
        ("the unit", ()),
        ("O'Hara-Smith", ("o'hara-smith",)),
    ],
)
def test_parts_of_a_name_without_titles(words: str, found: tuple[str, ...]) -> None:
    assert parts(words) == found


@pytest.mark.parametrize(("one", "other"), [("rob", "robin"), ("sasha", "sasha")])
def test_short_for_it_counts_as_the_same(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


def test_two_letters_begin_many_names() -> None:
    assert not alike("al", "alan")


def test_either_half_collides() -> None:
    assert collides("Robin Ashdale", ["ashdale"])
    assert collides("Robin Ashdale", ["rob"])
    assert not collides("Robin Ashdale", ["vale", "juniper"])


@pytest.mark.parametrize(
    ("like", "forms", "reads"),
    [
        ("Juniper Vale", (), "Robin Ashdale"),
        ("Dr Juniper Vale", (), "Robin Ashdale"),
        ("Dr Vale", (), "Dr Ashdale"),
        ("Juniper", (), "Robin"),
        ("Nurse Juniper", (), "Nurse Robin"),
        ("Vale", ("Juniper Vale",), "Ashdale"),
        ("Nurse Vale", ("Juniper Vale",), "Nurse Ashdale"),
        ("the", (), "Robin Ashdale"),
    ],
)
def test_a_stand_in_takes_the_form_of_the_name(like: str, forms: tuple[str, ...], reads: str) -> None:
    assert cut("Robin Ashdale", like=like, forms=forms) == reads


def test_words_of_an_editors_own_stay_whole() -> None:
    assert cut("my friend from college", like="Juniper") == "my friend from college"
