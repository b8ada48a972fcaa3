"""Detection from outside: lines in, lines out, and plain words for what is no such line."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def ask(folder: Path, *lines: str) -> list[dict[str, object]]:
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    call_command("anonymise", jsonl=[source, target])
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def test_offsets_count_code_points_of_the_text_as_given(tmp_path: Path) -> None:
    text = "👩🏽‍⚕️ e\u0301 \n\r\n said Zebulon to me."
    (answer,) = ask(tmp_path, json.dumps({"id": "x-1", "text": text}))
    (found,) = answer["proposals"]
    assert answer["id"] == "x-1"
    assert text[found["start"] : found["end"]] == "Zebulon"
    assert found["kind"] == "person"
    assert 0 < found["score"] <= 1


def test_each_line_has_its_answer_and_blank_lines_have_none(tmp_path: Path) -> None:
    answers = ask(tmp_path, '{"id": 1, "text": ""}', "", '{"id": 2, "text": "nothing here"}')
    assert answers == [{"id": 1, "proposals": []}, {"id": 2, "proposals": []}]


@pytest.mark.parametrize("line", ["{", "[]", '"x"', '{"id": 1}', '{"id": 1, "text": 3}', '{"text": "x"}'])
def test_what_is_no_such_line_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    with pytest.raises(CommandError, match="Line 2 is not"):
        ask(tmp_path, '{"id": 1, "text": "x"}', line)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.jsonl: No such file"):
        call_command("anonymise", jsonl=[tmp_path / "none.jsonl", tmp_path / "out.jsonl"])


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="is not UTF-8"):
        call_command("anonymise", jsonl=[tmp_path / "in", tmp_path / "out"])
