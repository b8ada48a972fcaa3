"""The rules of the house that no linter knows."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("site", "stories", "transcription", "campaigns", "tests", "scripts", "bench")
LONGEST, LONGEST_SETTINGS = 400, 250
SKIPS = {"skip", "skipif", "xfail"}
# Wagtail's admin and our screens in it need inline allowances; e-mails and documents are no pages.
ADMIN = re.compile(r"(^|/)(admin|wagtailadmin|wagtailusers|email|emails|typst)(/|$)|/jobs/templates/")


def python_files() -> Iterator[Path]:
    for source in SOURCES:
        yield from (ROOT / source).rglob("*.py")
    yield ROOT / "manage.py"


def written_files() -> Iterator[Path]:
    """Those that a person wrote: no migrations."""
    return (file for file in python_files() if "migrations" not in file.parts)


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def templates() -> Iterator[Path]:
    for folder in (ROOT / "templates", *(ROOT / source for source in SOURCES)):
        yield from (file for file in folder.rglob("*.html") if "templates" in file.parts)


def test_no_file_is_too_long() -> None:
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in written_files()}
    assert len(lengths) > 50, "the files were found"
    assert {name(file): length for file, length in lengths.items() if length > LONGEST} == {}


def test_no_settings_file_is_too_long() -> None:
    files = list((ROOT / "site" / "config" / "settings").glob("*.py"))
    assert len(files) > 5
    lengths = {name(file): len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    assert {file: length for file, length in lengths.items() if length > LONGEST_SETTINGS} == {}


def test_site_is_a_source_root_and_no_package() -> None:
    """`site` is a module of Python's own, loaded at every start: ours must never stand in its way."""
    assert (ROOT / "site" / "config").is_dir()
    assert not (ROOT / "site" / "__init__.py").exists()
    code = "import site, config; print(site.__file__)"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ROOT not in Path(result.stdout.strip()).parents or ".venv" in result.stdout


@pytest.mark.parametrize("banned", ["utils.py", "util.py", "helpers.py", "misc.py", "utils", "helpers"])
def test_modules_are_named_after_what_they_do(banned: str) -> None:
    assert [name(file) for file in written_files() if banned in file.parts] == []


def test_test_folders_are_no_packages() -> None:
    """But for apps of jobs that only the kill tests know: the workers that these start must be able to import them."""
    packages = [file.parent for file in (ROOT / "tests").rglob("__init__.py")]
    assert [name(folder) for folder in packages if not is_app_of_jobs(folder)] == []


def is_app_of_jobs(folder: Path) -> bool:
    return folder.parent == ROOT / "tests" / "kill" and any(
        (folder / each).exists() for each in ("apps.py", "tasks.py")
    )


def test_nothing_is_left_to_do_in_silence() -> None:
    words = ("TODO", "FIXME", "XXX", "HACK")  # apart, so that this line is not one of them
    mark = re.compile(rf"#.*\b({'|'.join(words)})\b")
    found = [
        f"{name(file)}:{number}"
        for file in written_files()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if mark.search(line)
    ]
    assert found == []


def test_whatever_is_skipped_says_why() -> None:
    found = [
        f"{name(file)}:{call.lineno}"
        for file in (ROOT / "tests").rglob("*.py")
        for call in skips(ast.parse(file.read_text(encoding="utf-8")))
        if not says_why(call)
    ]
    assert found == []


def skips(tree: ast.AST) -> Iterator[ast.Attribute | ast.Call]:
    """pytest.skip(…), pytest.mark.skip and its like, called or bare."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        used = node.func if isinstance(node, ast.Call) else node
        bare = isinstance(node, ast.Attribute) and id(node) not in called
        if isinstance(used, ast.Attribute) and used.attr in SKIPS and (bare or isinstance(node, ast.Call)):
            yield node


def says_why(found: ast.Attribute | ast.Call) -> bool:
    if not isinstance(found, ast.Call):
        return False
    named = [keyword.value for keyword in found.keywords if keyword.arg == "reason"]
    positional = found.args if isinstance(found.func, ast.Attribute) and found.func.attr == "skip" else []
    return any(not isinstance(value, ast.Constant) or value.value for value in [*named, *positional])


def test_the_lock_agrees_with_what_is_asked_for() -> None:
    """Without the network, and without uv: every direct dependency is locked, with the range that is asked for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    ours = next(package for package in lock["package"] if package["name"] == project["project"]["name"])
    locked = {
        requirement(each)
        for each in ours["metadata"]["requires-dist"]
        if "extra ==" not in each.get("marker", "")
    }
    locked_tools = {requirement(each) for each in ours["metadata"]["requires-dev"]["dev"]}
    assert locked == {plain(each) for each in project["project"]["dependencies"]}
    assert locked_tools == {plain(each) for each in project["dependency-groups"]["dev"]}


def requirement(entry: dict[str, object]) -> tuple[str, frozenset[str]]:
    return str(entry["name"]), frozenset(str(entry.get("specifier", "")).split(",")) - {""}


def plain(asked: str) -> tuple[str, frozenset[str]]:
    matched = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?(.*)", asked)
    assert matched
    return matched[1].lower().replace("_", "-"), frozenset(matched[2].replace(" ", "").split(",")) - {""}


def direct_dependencies() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = [each for group in project["project"]["optional-dependencies"].values() for each in group]
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"], *extras]
    return {plain(each)[0] for each in asked}


def test_every_dependency_gives_its_reason() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### (\S+)\n(.*?)(?=^##|\Z)", text, flags=re.MULTILINE | re.DOTALL))
    assert set(sections) == direct_dependencies()
    assert [each for each, said in sections.items() if "**Instead of:**" not in said] == []


def test_no_page_of_ours_needs_an_inline_script() -> None:
    """Nor an inline handler: the Content Security Policy would refuse both. (Data in a script element is no script.)"""
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")[^>]*>\s*\S|\son\w+=[\"']", re.I
    )
    pages = [file for file in templates() if not ADMIN.search(name(file))]
    assert len(pages) > 20, "the templates were found"
    assert [name(file) for file in pages if inline.search(file.read_text(encoding="utf-8"))] == []


def test_no_public_page_needs_an_inline_style() -> None:
    inline = re.compile(r"\sstyle\s*=|<style\b", re.I)
    pages = [file for file in templates() if not ADMIN.search(name(file))]
    assert [name(file) for file in pages if inline.search(file.read_text(encoding="utf-8"))] == []


def test_nothing_in_a_page_comes_from_elsewhere() -> None:
    """Scripts, styles, fonts, pictures and frames are ours. (Links that a person follows may lead anywhere.)"""
    remote = re.compile(
        r"<(?:script|img|iframe|source|video|audio|embed|object|link)\b[^>]*(?:src|href|data)=[\"']?(?:https?:)?//",
        re.I,
    )
    assert [name(file) for file in templates() if remote.search(file.read_text(encoding="utf-8"))] == []
    styles = list((ROOT / "static").rglob("*.css"))
    assert styles
    assert [
        name(file) for file in styles if re.search(r"url\([\"']?(?:https?:)?//|@import", file.read_text())
    ] == []


def test_scripts_that_are_run_can_be_run() -> None:
    for file in (ROOT / "manage.py", ROOT / ".ci" / "run"):
        assert file.stat().st_mode & 0o111, f"{file.name} is not executable"
