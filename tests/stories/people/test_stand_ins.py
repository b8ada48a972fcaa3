"""Which stand-in is offered: from the list, in its order, never like a name of the story, the same for the same."""

import csv
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.anonymise.gazetteer import TRUSTS
from stories.anonymise.model import Proposal
from stories.bench.index import WordIndex
from stories.bench.layout import Layout, lay_out
from stories.bench.state import Bench, PartOnBench
from stories.enums import RedactionKind
from stories.people.forms import alike, parts
from stories.people.pool import POOL
from stories.people.register import Entry, Register, new_entry
from stories.people.stand_ins import StandIns

PERSON = RedactionKind.PERSON


def layout(text: str, *names: str, kind: RedactionKind = PERSON) -> Layout:
    found = tuple(Proposal(text.index(name), text.index(name) + len(name), kind, 0.9) for name in names)
    part = PartOnBench(uuid4(), 1, text, WordIndex(text), found, (), ())
    return lay_out(Bench(uuid4(), (part,)))


def offers(text: str, *names: str, register: Register | None = None, **more: str) -> dict[str, str]:
    laid = layout(text, *names)
    stand_ins = StandIns(
        register=register or Register(uuid4()), layout=laid, language=more.get("language", "en")
    )
    return {group.words: stand_ins.offer(group) for group in laid.left.values()}


def known(*entries: Entry) -> Register:
    return Register(uuid4(), entries)


def test_in_the_order_of_the_list() -> None:
    assert offers("Ann Bell met Cy Drew.", "Ann Bell", "Cy Drew") == {
        "Ann Bell": "Robin Ashdale",
        "Cy Drew": "Sasha Merrow",
    }


def test_what_shares_a_name_gets_the_same() -> None:
    found = offers(
        "Dr Juniper Vale came. Juniper sat. Vale went.", "Juniper Vale", "Juniper sat"[:7], "Vale went"[:4]
    )
    assert found["Juniper Vale"] == "Robin Ashdale"


def test_never_like_a_name_of_the_story() -> None:
    found = offers("Robbie and Ash. Rob Merrow held me.", "Robbie", "Rob Merrow")
    assert set(found.values()) == {"Kai", "Morgan Tillery"}


def test_never_a_word_of_the_story_even_when_nobody_found_it() -> None:
    assert offers("robin said no. Ann cried.", "Ann") == {"Ann": "Sasha"}


def test_accents_do_not_hide_a_name() -> None:
    assert offers("Róbin said no. Ann cried.", "Ann") == {"Ann": "Sasha"}


def test_what_is_known_keeps_its_stand_in() -> None:
    ann = new_entry(words="Ann Bell", kind=PERSON, stand_in="Kai Oyelade")
    found = offers("Ann Bell met Cy Drew. Ann waved.", "Ann Bell", "Cy Drew", register=known(ann))
    assert found == {"Ann Bell": "Kai Oyelade", "Cy Drew": "Robin Ashdale"}
    assert offers("Ann waved.", "Ann", register=known(ann)) == {"Ann": "Kai"}


def test_a_name_that_two_share_is_nobodys() -> None:
    two = known(
        new_entry(words="Ann Bell", kind=PERSON, stand_in="Kai Oyelade"),
        new_entry(words="Bo Bell", kind=PERSON, stand_in="Noor Ebrahimi"),
    )
    assert offers("Bell came.", "Bell", register=two) == {"Bell": "Robin"}


def test_when_the_list_is_used_up_they_are_numbered() -> None:
    used = known(
        *(new_entry(words=f"N{n}x", kind=PERSON, stand_in=name) for n, name in enumerate(POOL["en"][PERSON]))
    )
    assert offers("Ann came.", "Ann", register=used) == {"Ann": "Person 1"}


def test_a_welsh_story_has_names_of_its_own() -> None:
    assert offers("Ann came.", "Ann", language="cy") == {"Ann": "Eirian"}


@settings(deadline=None)
@given(
    names=st.lists(
        st.from_regex(r"[A-Z][a-z]{2,8}( [A-Z][a-z]{2,8})?", fullmatch=True), min_size=1, max_size=8
    )
)
def test_no_stand_in_is_like_any_name_and_no_two_clusters_share_one(names: list[str]) -> None:
    text = ". ".join(names)
    laid = layout(text, *names)
    stand_ins = StandIns(register=Register(uuid4()), layout=laid, language="en")
    real = {part for name in names for part in parts(name)}
    for group in laid.left.values():
        for part in parts(stand_ins.whole(group.key)):
            assert not any(alike(part, name) for name in real)
    again = StandIns(register=Register(uuid4()), layout=laid, language="en")
    assert all(again.offer(group) == stand_ins.offer(group) for group in laid.left.values())


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_two_in_the_list_share_a_name_and_no_place_of_it_exists_in_the_gazetteer(language: str) -> None:
    towns = {row["hq_town"].casefold() for row in csv.DictReader(TRUSTS.open(encoding="utf-8"))}
    for kind, names in POOL[language].items():
        every = [part for name in names for part in parts(name)]
        assert len(every) == len(set(every))
        if kind == RedactionKind.PLACE:
            assert not towns & {name.casefold() for name in names}
