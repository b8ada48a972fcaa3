"""Codes that people may say aloud."""

import re
from uuid import uuid4

import pytest

from stories.references import ALPHABET, make_reference, read_id


def test_a_code_is_easy_to_read_and_says_nothing() -> None:
    codes = {make_reference() for _ in range(2000)}
    assert len(codes) >= 1999
    assert all(re.fullmatch(rf"H-[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}", code) for code in codes)
    assert not set(ALPHABET) & set("01OILU")


def test_a_certificates_number_is_longer() -> None:
    assert re.fullmatch(r"C-\w{4}-\w{4}", make_reference(prefix="C", length=8))


def test_an_id_is_read_and_nothing_else_is() -> None:
    found = uuid4()
    assert read_id(str(found)) == read_id(found.hex) == found


@pytest.mark.parametrize("words", ["", "x", "z" * 32, "0" * 31, "\x00" * 32, "é" * 32, "None", "1" * 33])
def test_what_is_no_id_is_none(words: str) -> None:
    assert read_id(words) is None
