"""Phrases: what is found, what is not, and that no text takes long."""

import time

import pytest

from stories.flag_enums import FlagKind
from stories.phrases import PhraseRefused, find_phrases, read_phrase

SELF, CRIME = FlagKind.SELF, FlagKind.CRIME


def found(text: str, *phrases: str, kind: FlagKind = SELF) -> list[str]:
    read = [read_phrase(kind=kind, text=phrase) for phrase in phrases]
    return [text[each.start : each.end] for each in find_phrases(text=text, phrases=read)]


@pytest.mark.parametrize(
    ("phrase", "text", "there"),
    [
        ("end my life", "I will END\nmy  life, I said.", "END\nmy  life"),
        ("don't want to live", "I don’t want to live.", "don’t want to live"),
        ("threaten*", "He kept threatening me.", "threatening"),
        ("kill ... tonight", "I shall kill all of us tonight.", "kill all of us tonight"),
        ("kill ... tonight", "kill tonight", "kill tonight"),
        ("rwy’n mynd i ladd fy hun", "Rwy'n mynd i ladd fy hun", "Rwy'n mynd i ladd fy hun"),
        ("dŵr", "Y dŵr.", "dŵr"),
        ("cam-drin", "Y cam‑drin hwn, cam-drin", "cam‑drin"),
    ],
)
def test_it_is_found_however_it_is_written(phrase: str, text: str, there: str) -> None:
    assert found(text, phrase)[:1] == [there]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("end my life", "The end. My lifeboat."),
        ("rape", "grape, rapeseed"),
        ("kill ... tonight", "kill one two three four tonight"),
        ("threaten*", "a thread"),
        ("end my life", "end my"),
    ],
)
def test_parts_of_words_and_what_is_too_far_apart_are_not(phrase: str, text: str) -> None:
    assert found(text, phrase) == []


def test_of_one_kind_the_longest_and_of_two_kinds_both() -> None:
    assert found("kill me tonight", "kill", "kill me") == ["kill me"]
    phrases = [read_phrase(kind=SELF, text="kill me"), read_phrase(kind=CRIME, text="kill*")]
    assert {(each.kind, each.end) for each in find_phrases(text="kill me", phrases=phrases)} == {
        (SELF, 7),
        (CRIME, 4),
    }


@pytest.mark.parametrize(
    "text", ["", " ", "...", "... end", "end ...", "a … b … c … d", "re*", "*", "a, b", "one two " * 7]
)
def test_what_cannot_be_looked_for_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(PhraseRefused, match=r"(Write|Use|use) "):
        read_phrase(kind=SELF, text=text)


@pytest.mark.parametrize("text", ["kill " * 4_000, "kill" * 50_000, "kill'" * 40_000, ".'" * 100_000])
def test_no_text_takes_long(text: str) -> None:
    phrases = [read_phrase(kind=SELF, text=f"kill ... kill ... kill no{n}") for n in range(5)]
    began = time.perf_counter()
    assert find_phrases(text=text, phrases=phrases) == []
    assert time.perf_counter() - began < 5
