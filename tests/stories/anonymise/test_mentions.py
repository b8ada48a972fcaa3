"""Names in lower case, by what stands around them; what people are; what happened to few."""

import pytest

from stories.enums import RedactionKind
from tests.stories.anonymise.found import covered, kinds


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("then nurse bex came", "nurse bex"),
        ("i asked dr rose for it", "dr rose"),
        ("and then rob said it was fine", "rob"),
        ("so i told mark about it", "mark"),
        ("there was a man called grace there", "grace"),
        ("she is from llanferres", "llanferres"),
        ("and then sarah left", "sarah"),
        ("they moved me to willow then", "willow"),
        ("i was on juniper ward then", "juniper ward"),
        ("my uncle phil collins sings", "phil collins"),
        ("the immigration authorities wrote", "the immigration authorities"),
    ],
)
def test_names_written_small(text: str, name: str) -> None:
    assert covered(text, name)


@pytest.mark.parametrize(
    "text", ["the locked ward was full", "we sat on oak benches and drank", "an acute ward and the same ward"]
)
def test_wards_of_a_kind_and_trees_are_no_names(text: str) -> None:
    assert kinds(text) == {}


@pytest.mark.parametrize(
    "words",
    [
        "taxi driver",
        "senior lecturer",
        "left-wing",
        "autistic",
        "schizophrenia",
        "drug trafficking",
        "my eldest daughter",
        "police officers",
    ],
)
def test_what_people_are(words: str) -> None:
    assert kinds(f"and so on, {words}, and so on")[words] == RedactionKind.DESCRIPTION


@pytest.mark.parametrize(
    "words", ["inquest", "the fire", "on the news", "hunger strike", "jumped from the bridge"]
)
def test_what_happened_to_few(words: str) -> None:
    assert kinds(f"and so on, {words}, and so on")[words] == RedactionKind.EVENT
