"""What `make` and `.ci/run` are made of."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import browser, check, find_secrets, suite
from tests.services.template import ROOT


def program(folder: Path, name: str, text: str = "#!/bin/sh\nexit 0\n") -> str:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(text)
    file.chmod(0o755)
    return str(file)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without any browser; its folder of programs."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("HEARD_BROWSER", raising=False)
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    return tmp_path


def test_no_browser_is_found_where_there_is_none(bare: Path) -> None:
    assert browser.find() is None


def test_the_named_browser_comes_first_then_the_systems_then_playwrights(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    downloaded = program(bare / "home/.cache/ms-playwright/chromium-1200/chrome-linux", "chrome")
    assert browser.find() == downloaded
    google = program(bare / "bin", "google-chrome")
    assert browser.find() == google
    chromium = program(bare / "bin", "chromium")
    assert browser.find() == chromium
    own = program(bare / "own", "my-chromium")
    monkeypatch.setenv("HEARD_BROWSER", own)
    assert browser.find() == own


def test_a_named_browser_that_is_not_there_is_not_replaced_by_another(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(bare / "bin", "chromium")
    monkeypatch.setenv("HEARD_BROWSER", "/nowhere/chromium")
    assert browser.find() is None


@pytest.mark.parametrize("root", [True, False])
def test_a_browser_is_fetched_by_playwright_first_and_from_debian_only_as_root(
    bare: Path, monkeypatch: pytest.MonkeyPatch, root: bool
) -> None:
    program(bare / "bin", "apt-get")
    tried: list[str] = []
    monkeypatch.setattr(browser, "attempt", lambda command, seconds: tried.append(" ".join(command)))
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
    assert browser.fetch() is None
    assert "playwright install chromium" in tried[0]
    assert [command for command in tried if command.startswith("apt-get install")] == tried[2:]
    assert len(tried) == (3 if root else 1)


def test_fetching_stops_as_soon_as_there_is_one(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = bare / "home/.cache/ms-playwright/chromium-1/chrome-linux"
    monkeypatch.setattr(browser, "attempt", lambda command, seconds: program(place, "chrome"))
    assert browser.fetch() == str(place / "chrome")


def test_a_download_that_hangs_or_fails_is_given_up(capfd: pytest.CaptureFixture[str]) -> None:
    browser.attempt([sys.executable, "-c", "import time; time.sleep(60)"], seconds=1)
    browser.attempt(["/nowhere/apt-get"], seconds=1)
    assert capfd.readouterr().err.count("that did not work") == 2


def find_python(path: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = ["/bin/sh", str(ROOT / "scripts" / "find_python.sh")]
    return subprocess.run(command, env={"PATH": path, **environment}, capture_output=True, text=True)


def test_an_old_python_is_passed_over_and_said(tmp_path: Path) -> None:
    for name in ("python3", "python"):
        program(tmp_path, name, '#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    result = find_python(str(tmp_path))
    assert result.returncode == 1
    assert "Heard needs Python 3.11, 3.12 or 3.13" in result.stderr
    assert "Found: Python 3.9.2" in result.stderr
    newer = program(tmp_path, "python3.12")
    assert find_python(str(tmp_path)).stdout.strip() == newer


def test_a_named_python_comes_first(tmp_path: Path) -> None:
    program(tmp_path, "python3")
    own = program(tmp_path / "own", "my-python")
    assert find_python(str(tmp_path), PYTHON=own).stdout.strip() == own


def test_help_names_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, flags=re.M)
    assert phony
    printed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {target for target in phony[1].split() if f"make {target} " not in printed} == set()


def test_the_environment_is_made_once_for_each_lock(tmp_path: Path) -> None:
    for name in ("Makefile", "uv.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())

    def planned() -> str:
        command = ["make", "--dry-run", "run"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    assert "environment.sh run" in planned()
    stamp = re.search(r"touch (\S+)", planned())
    assert stamp
    (tmp_path / stamp[1]).parent.mkdir()
    (tmp_path / stamp[1]).touch()
    assert "environment.sh" not in planned()
    assert "manage.py prepare --serve" in planned()
    (tmp_path / "uv.lock").write_text("something newer")
    assert "environment.sh run" in planned()


def test_the_suite_fails_when_any_way_of_running_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, list[str]]] = []
    codes = {"postgres": 0, "": 0}

    def call(command: list[str], env: dict[str, str]) -> int:
        database = env.get("HEARD_TEST_DB", "")
        calls.append((database, command))
        return codes[database]

    monkeypatch.delenv("HEARD_TEST_DB", raising=False)
    monkeypatch.setattr(subprocess, "call", call)
    assert suite.main(["sqlite", "postgres-only", "--", "-n", "3", "-k", "vault or keys"]) == 0
    assert [database for database, _ in calls] == ["postgres", ""], "the whole suite comes last"
    assert calls[1][1][-4:] == ["-n", "3", "-k", "vault or keys"]
    codes["postgres"] = suite.NO_TESTS
    assert suite.main(["sqlite", "postgres-only"]) == 0, "a group may be empty"
    codes["postgres"] = 1
    assert suite.main(["sqlite", "postgres-only"]) == 1
    calls.clear()
    codes["postgres"] = suite.INTERRUPTED
    assert suite.main(["sqlite", "postgres-only"]) == suite.INTERRUPTED
    assert len(calls) == 1, "Ctrl-C ends all of it"
    codes.update({"postgres": 0, "": suite.NO_TESTS})
    assert suite.main(["sqlite", "postgres-only"]) == suite.NO_TESTS, "the suite may not"


def test_a_check_that_fails_fails_them_all(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = check.Check("good", (sys.executable, "-c", "print('unseen')"))
    bad = check.Check("bad", (sys.executable, "-c", "import sys; print('what is wrong'); sys.exit(3)"))
    monkeypatch.setattr(check, "checks", lambda var: [good, bad])
    assert check.main([]) == 1
    printed = capsys.readouterr().out
    assert "what is wrong" in printed
    assert "unseen" not in printed
    assert check.main(["good"]) == 0


def test_every_folder_of_templates_is_checked() -> None:
    folders = [Path(folder) for folder in check.templates()]
    missed = [
        file
        for source in ("templates", "site", "stories", "transcription", "campaigns")
        for file in (ROOT / source).rglob("*.html")
        if "templates" in file.parts and not any(file.is_relative_to(folder) for folder in folders)
    ]
    assert missed == []


def test_secrets_are_kept_out_of_commits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fine.py").write_text("KEY = env.text('MASTER_KEY')")
    (tmp_path / "bad.pem").write_text("-----BEGIN " + "PRIVATE KEY-----\n")
    assert find_secrets.main(["fine.py", "gone.py"]) == 0
    assert find_secrets.main(["fine.py", "bad.pem"]) == 1
    assert find_secrets.main(["var/keys.json"]) == 1
