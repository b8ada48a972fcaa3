from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings import env
from config.settings.databases import database


def test_a_variable_comes_before_its_file_and_both_before_the_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "secret"
    file.write_text("from the file\n")
    assert env.text("HEARD_X", "default") == "default"
    monkeypatch.setenv("HEARD_X_FILE", str(file))
    assert env.text("HEARD_X", "default") == "from the file"
    monkeypatch.setenv("HEARD_X", "from the variable")
    assert env.text("HEARD_X", "default") == "from the variable"


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"HEARD_X \(or HEARD_X_FILE\)"):
        env.text("HEARD_X")


@pytest.mark.parametrize("content", [None, "", b"\xff\xfe"])
def test_a_file_that_says_nothing_is_not_taken_for_the_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | bytes | None
) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    monkeypatch.setenv("HEARD_X_FILE", str(file))
    with pytest.raises(ImproperlyConfigured, match="HEARD_X_FILE"):
        env.text("HEARD_X", "default")


@pytest.mark.parametrize(("word", "value"), [("yes", True), ("TRUE", True), ("0", False), ("off", False)])
def test_booleans(monkeypatch: pytest.MonkeyPatch, word: str, value: bool) -> None:
    monkeypatch.setenv("HEARD_X", word)
    assert env.boolean("HEARD_X", not value) is value


def test_a_word_that_is_no_boolean_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_X", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="HEARD_X is 'perhaps'"):
        env.boolean("HEARD_X", False)


@pytest.mark.parametrize("word", ["twelve", "1.5", "0"])
def test_a_word_that_is_no_number_stops_the_start(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("HEARD_X", word)
    with pytest.raises(ImproperlyConfigured, match="HEARD_X"):
        env.integer("HEARD_X", 5, minimum=1)


def test_numbers_and_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_X", " a, b ,,c")
    assert env.words("HEARD_X") == ["a", "b", "c"]
    assert env.words("HEARD_Y") == []
    monkeypatch.setenv("HEARD_X", "-1")
    assert env.integer("HEARD_X", 5) == -1


def test_sqlite_is_the_default_and_deleted_words_are_overwritten(tmp_path: Path) -> None:
    config = database("HEARD_X_URL", tmp_path / "a folder #1" / "heard.sqlite3")
    assert config["NAME"] == tmp_path / "a folder #1" / "heard.sqlite3"
    assert "secure_delete=ON" in config["OPTIONS"]["init_command"]
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_named_sqlite_file_is_treated_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HEARD_X_URL", f"sqlite:///{tmp_path}/x.sqlite3")
    config = database("HEARD_X_URL", tmp_path / "unused")
    assert config["NAME"] == f"{tmp_path}/x.sqlite3"
    assert config["CONN_MAX_AGE"] == 0
    assert "secure_delete=ON" in config["OPTIONS"]["init_command"]


def test_postgres_is_read_with_its_socket_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HEARD_X_URL", "postgresql://heard:s3cret@%2Frun%2Fpg:5433/heard")
    config = database("HEARD_X_URL", tmp_path)
    assert (config["HOST"], config["PORT"], config["NAME"], config["USER"]) == (
        "/run/pg",
        5433,
        "heard",
        "heard",
    )
    assert config["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize(
    "url", ["nonsense", "oracle://a:s3cret@b/c", "mysql://a:s3cret@b/c", "postgresql://a:s3cret@b"]
)
def test_any_other_database_is_refused_without_repeating_its_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
) -> None:
    monkeypatch.setenv("HEARD_X_URL", url)
    with pytest.raises(ImproperlyConfigured, match="HEARD_X_URL") as caught:
        database("HEARD_X_URL", tmp_path)
    assert "s3cret" not in str(caught.value)
