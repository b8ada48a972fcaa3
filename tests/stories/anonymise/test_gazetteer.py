"""Known names: ours need their capitals where they are words as well, the operator's own never."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from stories.anonymise import checks, gazetteer
from stories.enums import RedactionKind
from tests.stories.anonymise.found import kinds, words

LIST = "# ours\nward: Number Nine\n\nStaff: Will\nplace: The Long Room\n"


@pytest.fixture
def own(tmp_path: Path, settings: Settings) -> Path:
    file = tmp_path / "list.txt"
    file.write_text(LIST, encoding="utf-8")
    settings.DETECTION_LIST = file
    return file


def test_trusts_and_their_towns_are_known_in_any_case() -> None:
    found = kinds("i went to leeds and york partnership nhs foundation trust and to darlington")
    assert found["leeds and york partnership nhs foundation trust"] == RedactionKind.ORGANISATION
    assert found["darlington"] == RedactionKind.PLACE


def test_a_town_that_is_a_word_needs_its_capital() -> None:
    assert words("so then they ran me a bath and left") == []
    assert words("so then they drove me to Bath and left") == ["Bath"]


def test_the_operators_own_are_found_however_they_are_written(own: Path) -> None:
    found = kinds("they moved me to number nine where will shut the long room")
    assert found["number nine"] == RedactionKind.WARD
    assert found["will"] == RedactionKind.PERSON
    assert found["the long room"] == RedactionKind.PLACE
    assert checks.check_list() == []


@pytest.mark.parametrize("line", ["Number Nine", "bed: Nine", "ward:", "ward: …"])
def test_a_line_that_cannot_be_used_is_named_by_its_number(own: Path, line: str) -> None:
    own.write_text(f"ward: One\n{line}\n", encoding="utf-8")
    gazetteer.load.cache_clear()
    (error,) = checks.check_list()
    assert error.id == "stories.E011"
    assert error.msg.startswith("DETECTION_LIST: Line 2 is not like")
    assert "Nine" not in error.msg


def test_a_list_that_is_not_there_stops_the_start(own: Path) -> None:
    own.unlink()
    gazetteer.load.cache_clear()
    assert [error.id for error in checks.check_list()] == ["stories.E010"]
