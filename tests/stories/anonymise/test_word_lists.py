"""The word lists: what they know, and the script that makes them from SCOWL."""

from pathlib import Path

import pytest

from scripts import word_lists
from stories.anonymise import words


@pytest.mark.parametrize(
    "word", ["ward", "walked", "happier", "stopping", "left-wing", "don't", "olanzapine", "mam", "a"]
)
def test_words(word: str) -> None:
    assert words.is_ordinary(word)


@pytest.mark.parametrize("word", ["bex", "femi", "tarnbury", "quillfeather", "ŵyn"])
def test_strangers(word: str) -> None:
    assert not words.is_ordinary(word)


def test_names_know_which_of_them_are_everyday_words() -> None:
    assert {"rose", "sarah", "grace"} <= words.names()
    assert "sarah" in words.plain_names()
    assert not {"rose", "grace"} & words.plain_names()


def test_the_lists_are_made_without_what_a_rule_derives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_lists, "DATA", tmp_path)
    (tmp_path / "english-words.10").write_text(
        "walk\nwalks\nwalking\nwalkings\nrose\nroses\nit's\ncaf\xe9\n", encoding="iso-8859-1"
    )
    (tmp_path / "english-upper.50").write_text("Rose\nTarnbury\nTarnbury's\n", encoding="iso-8859-1")
    word_lists.main(tmp_path)
    assert (tmp_path / "words.txt").read_text() == "café\nrose\nwalk\nwalkings\n"
    assert (tmp_path / "names.txt").read_text() == "rose*\ntarnbury\n"
