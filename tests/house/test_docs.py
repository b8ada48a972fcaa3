"""What the pages of docs/ say about addresses and settings is true."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
SETTING = re.compile(r'(?:env\.(?:text|integer|boolean|words)|database)\(\s*"([A-Z][A-Z_]+)"')
BIGGEST_PICTURE = 300 * 1024


def pages() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def prose(page: Path) -> str:
    return FENCED.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """As GitHub and Forgejo make them: small letters, no punctuation, hyphens for spaces."""
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in headings(page)}


def headings(page: Path) -> Iterator[str]:
    yield from HEADING.findall(prose(page))


def leads_nowhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists() or not target.is_relative_to(ROOT):
        return True
    return bool(anchor) and anchor not in anchors(target)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(prose(page)) if "://" not in link]

    assert [link for link in links if leads_nowhere(page, link)] == []


def test_a_link_that_leads_nowhere_would_be_found() -> None:
    readme = ROOT / "README.md"

    assert leads_nowhere(readme, "docs/no-such-page.md")
    assert leads_nowhere(readme, "docs/operators.md#no-such-heading")
    assert leads_nowhere(readme, "../elsewhere.md")
    assert not leads_nowhere(readme, "docs/operators.md#before-you-open")


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / link.partition("#")[0]).resolve() for link in LINK.findall(prose(index))}

    assert [page.name for page in pages() if page != index and page not in linked] == []


def test_operators_are_told_of_every_setting() -> None:
    source = "\n".join(file.read_text() for file in (ROOT / "site/config/settings").glob("*.py"))
    names = set(SETTING.findall(source))
    told = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")

    assert len(names) > 30
    assert sorted(name for name in names if f"`{name}`" not in told) == []


def test_pictures_are_light_and_used() -> None:
    text = "\n".join(prose(page) for page in pages())
    folder = ROOT / "docs" / "pictures"
    pictures = [file for file in folder.rglob("*") if file.is_file()]

    assert pictures
    assert [file.name for file in pictures if file.stat().st_size > BIGGEST_PICTURE] == []
    names = [file.relative_to(folder).as_posix() for file in pictures]
    assert [name for name in names if f"pictures/{name}" not in text] == []
