"""Every string of the teller's journey has its Welsh, whole and in its place."""

import re

import pytest
from babel.messages.catalog import Message

from scripts import catalogue

PLACES = re.compile(r"%\((\w+)\)[sd]|%[sd]")


@pytest.fixture(scope="module")
def held() -> list[Message]:
    return list(catalogue.messages(catalogue.read()))


def test_the_catalogue_is_what_the_pages_say(held: list[Message]) -> None:
    assert {each.id for each in held} == set(catalogue.wanted())


def test_every_string_has_its_welsh() -> None:
    assert catalogue.untranslated(catalogue.read()) == []


def test_welsh_has_the_same_places_for_values(held: list[Message]) -> None:
    wrong = [str(each.id) for each in held if not same_places(each)]
    assert wrong == []


def same_places(message: Message) -> bool:
    english = message.id if isinstance(message.id, tuple) else (message.id,)
    welsh = message.string if isinstance(message.string, tuple) else (message.string,)
    offered = {place for each in english for place in PLACES.findall(each)}
    return all(set(PLACES.findall(each)) <= offered for each in welsh) and (
        len(english) > 1 or set(PLACES.findall(welsh[0])) == offered
    )


def test_what_is_compiled_and_the_list_for_checking_are_the_catalogues_own() -> None:
    po = catalogue.PO.read_bytes()
    assert catalogue.as_po(catalogue.brought_in_line(catalogue.read(), catalogue.wanted())) == po
    assert catalogue.MO.read_bytes() == catalogue.as_mo(po)
    assert catalogue.PAGE.read_text(encoding="utf-8") == catalogue.as_page(catalogue.read())


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('x = _("One")', ["One"]),
        ('x = gettext_lazy("One " "piece")', ["One piece"]),
        ('x = ngettext("%d day", "%d days", n)', [("%d day", "%d days")]),
        ("x = _(y)", []),
    ],
)
def test_strings_in_code_are_found(source: str, said: list[object]) -> None:
    assert list(catalogue.in_code(source)) == said
