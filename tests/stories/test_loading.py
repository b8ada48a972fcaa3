"""Reference data: loaded whole, again without a change, and honest about what it changed."""

import csv
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from stories import loading
from stories.enums import ThemeGroup
from stories.models import Theme, Trust
from stories.themes import all_terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The reference files, to be changed."""
    for name in ("themes.yaml", "themes_cy.yaml", "trusts.csv"):
        shutil.copy(loading.FOLDER / name, tmp_path)
    monkeypatch.setattr(loading, "FOLDER", tmp_path)
    return tmp_path


def terms_in_the_file() -> dict[str, str]:
    """Slug to group, read without the loader's help."""
    groups = yaml.safe_load((loading.FOLDER / "themes.yaml").read_text(encoding="utf-8"))["groups"]
    return {
        term["slug"]: name
        for name, group in groups.items()
        for term in [
            *group.get("terms", []),
            *(t for sub in group.get("subgroups", []) for t in sub["terms"]),
        ]
    }


def test_every_theme_of_the_file_is_loaded_in_its_group() -> None:
    report = loading.load_themes()
    wanted = terms_in_the_file()
    assert dict(Theme.objects.values_list("slug", "group")) == wanted
    assert len(report) == len(wanted) > 80
    assert all(line.startswith("added theme ") for line in report)
    assert set(wanted.values()) == set(ThemeGroup.values)
    assert not Theme.objects.filter(label="").exists()


def test_loading_again_changes_nothing_and_says_nothing() -> None:
    loading.load_themes()
    loading.load_trusts()
    before = list(Theme.objects.order_by("pk").values()), list(Trust.objects.order_by("pk").values())
    assert loading.load_themes() == loading.load_trusts() == []
    assert (
        list(Theme.objects.order_by("pk").values()),
        list(Trust.objects.order_by("pk").values()),
    ) == before


def test_a_changed_term_is_named_with_what_changed_and_readers_see_it(folder: Path) -> None:
    loading.load_themes()
    all_terms()
    file = folder / "themes.yaml"
    slug, label = Theme.objects.filter(group="experiences").values_list("slug", "label").first()
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    term = next(t for t in _terms_of(data["groups"]["experiences"]) if t["slug"] == slug)
    term["label"] = "Another label"
    file.write_text(yaml.safe_dump(data), encoding="utf-8")
    assert label != "Another label"
    assert loading.load_themes() == [f"changed theme {slug}: label"]
    assert all_terms()[slug].label == "Another label"


@contextmanager
def changed(folder: Path) -> Iterator[dict]:
    """The groups of themes.yaml, written back as they are left."""
    file = folder / "themes.yaml"
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    yield data["groups"]
    file.write_text(yaml.safe_dump(data), encoding="utf-8")


def term_called(groups: dict, slug: str) -> dict:
    return next(term for group in groups.values() for term in _terms_of(group) if term["slug"] == slug)


def _terms_of(group: dict) -> list[dict]:
    return [*group.get("terms", []), *(t for sub in group.get("subgroups", []) for t in sub["terms"])]


def test_a_term_that_left_the_file_is_switched_off_and_can_come_back(folder: Path) -> None:
    loading.load_themes()
    files = [folder / "themes.yaml", folder / "themes_cy.yaml"]
    english, welsh = (file.read_text(encoding="utf-8") for file in files)
    with changed(folder) as groups:
        slug = groups["content_notes"]["terms"].pop()["slug"]
    files[1].write_text(re.sub(rf"\n  {slug}: .*", "", welsh), encoding="utf-8")
    assert loading.load_themes() == [f"switched off theme {slug}"]
    assert not Theme.objects.get(slug=slug).active
    assert loading.load_themes() == []
    files[0].write_text(english, encoding="utf-8")
    files[1].write_text(welsh, encoding="utf-8")
    assert loading.load_themes() == [f"changed theme {slug}: active"]


def test_a_file_with_an_unknown_group_loads_nothing(folder: Path) -> None:
    file = folder / "themes.yaml"
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    data["groups"]["colours"] = {"terms": [{"slug": "red", "label": "Red"}]}
    file.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(ValueError, match="colours"):
        loading.load_themes()
    assert not Theme.objects.exists()


def test_every_trust_of_the_file_is_loaded_under_a_code_of_its_own() -> None:
    report = loading.load_trusts()
    with (loading.FOLDER / "trusts.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert Trust.objects.count() == len(report) == len(rows) > 70, "no two share a code"
    assert not Trust.objects.filter(code="").exists()
    assert not Trust.objects.filter(name="").exists()
    assert not Trust.objects.filter(fictional=True).exists()
    assert set(Trust.objects.values_list("nation", flat=True)) >= {"England", "Wales"}


def test_parents_are_set_after_all_terms_are_there() -> None:
    loading.load_themes()
    below = Theme.objects.filter(parent__isnull=False)
    assert below.exists()
    assert not below.exclude(parent__active=True).exists()


def test_a_changed_parent_is_said(folder: Path) -> None:
    loading.load_themes()
    with changed(folder) as groups:
        term_called(groups, "prone")["parent"] = "mechanical-restraint"
    assert loading.load_themes() == ["changed theme prone: parent"]
    assert Theme.objects.get(slug="prone").parent.slug == "mechanical-restraint"


@pytest.mark.parametrize("parent", ["no-such-term", "aftercare", "prone"])
def test_a_parent_that_cannot_be_loads_nothing(folder: Path, parent: str) -> None:
    """One that is not there, one of another group, one that is a kind itself."""
    with changed(folder) as groups:
        term_called(groups, "supine")["parent"] = parent
    with pytest.raises(ValueError, match=f"supine: its parent {parent}"):
        loading.load_themes()
    assert not Theme.objects.exists()


def test_what_was_changed_here_is_kept_and_what_the_file_says_otherwise_is_said_once(folder: Path) -> None:
    loading.load_themes()
    Theme.objects.filter(slug="fear").update(label="Being afraid", active=False)
    assert loading.load_themes() == [], "the file says nothing new"
    with changed(folder) as groups:
        term_called(groups, "fear").update(label="Terror", definition="Dread.")
    assert loading.load_themes() == [
        "changed theme fear: definition",
        "kept theme fear as it was changed here, the file says otherwise: label",
    ]
    assert loading.load_themes() == []
    fear = Theme.objects.get(slug="fear")
    assert (fear.label, fear.definition, fear.active) == ("Being afraid", "Dread.", False)


def test_a_term_made_here_is_no_business_of_the_files() -> None:
    loading.load_themes()
    Theme.objects.create(slug="ours", group="experiences", label="Ours")
    assert loading.load_themes() == []
    assert Theme.objects.get(slug="ours").active


def test_every_term_has_its_welsh_and_no_welsh_is_for_nobody(folder: Path) -> None:
    loading.load_themes()
    assert not Theme.objects.filter(label_cy="").exists()
    assert not Theme.objects.exclude(definition="").filter(definition_cy="").exists()
    assert not Theme.objects.filter(definition="").exclude(definition_cy="").exists()
    with (folder / "themes_cy.yaml").open("a", encoding="utf-8") as file:
        file.write('  no-such-term: {label: "Dim"}\n')
    with pytest.raises(ValueError, match="no-such-term"):
        loading.load_themes()


def test_a_content_note_is_suggested_by_the_phrases_of_the_terms_it_is_like() -> None:
    loading.load_themes()
    assert "face down" in Theme.objects.get(slug="cn-prone").phrases
    assert "face down" not in Theme.objects.get(slug="cn-seclusion").phrases
