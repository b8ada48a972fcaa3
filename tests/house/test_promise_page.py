"""docs/promise.md names a test for each thing that is promised: every one of them is there, and is one that runs."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "promise.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
FILE = re.compile(r"`(?!tests/)((?:stories|campaigns|transcription|site)/[\w/]+\.py)`")


def functions_in(file: Path) -> set[str]:
    if not file.exists():
        return set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def missing(text: str) -> list[str]:
    return [f"{file}::{name}" for file, name in NAMED.findall(text) if name not in functions_in(ROOT / file)]


def test_every_test_that_is_named_exists() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert len(NAMED.findall(text)) > 60
    assert missing(text) == []


def test_a_test_that_is_not_there_would_be_missed() -> None:
    assert missing("`tests/promise/test_gate.py::test_no_such_thing`") != []
    assert missing("`tests/promise/test_no_such_file.py::test_no_such_thing`") != []


def test_no_name_of_a_test_escapes_the_check() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.count("::test_") == len(NAMED.findall(text))


def test_every_promise_names_a_test() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    promises = [row for row in rows if not row.startswith(("| what is", "| ---"))]
    assert len(promises) > 30
    assert [row[:60] for row in promises if not NAMED.search(row.rsplit("|", 2)[1])] == []


def test_every_file_that_is_named_exists() -> None:
    named = FILE.findall(PAGE.read_text(encoding="utf-8"))
    assert len(named) >= 5
    assert [file for file in named if not (ROOT / file).exists()] == []
