"""The evidence library loads again and again, names what changed, and keeps people's ticks until the words change."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from django.utils import timezone

from campaigns.enums import Checked, Standing, Status, Topic
from campaigns.loading import load_evidence
from campaigns.models import Figure, GuidanceStatement, Initiative, Source
from campaigns.reference_rows import DATES, FOLDER, Row, hashed, statement_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "reference"
    shutil.copytree(FOLDER, copy)
    return copy


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_first_load_adds_every_row_and_the_second_changes_none():
    first = load_evidence()
    counts = [model.objects.count() for model in (Source, GuidanceStatement, Initiative, Figure)]
    assert counts == [104, 62, 10, 61]
    assert len(first) == sum(counts)
    assert all(line.endswith(": added") for line in first)
    assert load_evidence() == []


def test_rows_keep_their_source_section_jurisdiction_standing_status_and_check():
    load_evidence()
    row = GuidanceStatement.objects.get(slug="u01")
    assert row.topic == Topic.USE_OF_FORCE
    assert row.legal == Standing.STATUTE
    assert row.status == Status.IN_FORCE
    assert row.checked == Checked.SEARCH
    assert row.section == "s.1(6)-(7)"
    assert row.jurisdictions == ["England"]
    assert {source.slug for source in row.sources.all()} == {"uof_act", "uof_guid"}


def test_a_statement_without_a_standing_of_its_own_takes_that_of_its_first_document():
    load_evidence()
    assert GuidanceStatement.objects.get(slug="g31").legal == Standing.STATUTORY_GUIDANCE


def test_a_replaced_document_says_what_replaced_it():
    load_evidence()
    assert Source.objects.get(slug="code_w_2008").superseded_by.slug == "code_w_2016"


def test_every_status_and_standing_in_the_files_is_one_we_know():
    load_evidence()
    assert set(GuidanceStatement.objects.values_list("status", flat=True)) <= set(Status.values)
    assert set(GuidanceStatement.objects.values_list("legal", flat=True)) <= {*Standing.values, ""}
    assert set(Source.objects.values_list("legal", flat=True)) <= {*Standing.values, ""}


def test_a_changed_row_is_named_with_its_columns_and_no_other_is_touched(folder: Path):
    load_evidence(folder=folder)
    rewrite(
        folder / "guidance.yaml",
        "Deliberate face-down restraint should not be used.",
        "It should not be used.",
    )
    assert load_evidence(folder=folder) == ["guidance statement g11: changed text"]
    assert GuidanceStatement.objects.get(slug="g11").text == "It should not be used."


def test_what_people_changed_here_survives_a_load_of_the_same_files(folder: Path):
    load_evidence(folder=folder)
    GuidanceStatement.objects.filter(slug="g11").update(note="Asked the trust in May.")
    assert load_evidence(folder=folder) == []
    assert GuidanceStatement.objects.get(slug="g11").note == "Asked the trust in May."


def test_a_tick_is_lost_when_the_words_it_was_given_to_change(folder: Path):
    load_evidence(folder=folder)
    GuidanceStatement.objects.filter(slug="g31").update(confirmed_at=timezone.now())
    load_evidence(folder=folder)
    assert GuidanceStatement.objects.get(slug="g31").verified
    rewrite(
        folder / "guidance.yaml", "Seclusion has a timetable of checks:", "Seclusion has a clock of checks:"
    )
    load_evidence(folder=folder)
    assert not GuidanceStatement.objects.get(slug="g31").verified


def test_days_and_successors_come_from_the_files_and_a_row_without_days_keeps_its_old_hash(folder: Path):
    rewrite(
        folder / "guidance.yaml",
        "themes: [prone], status: in-force, note:",
        "themes: [prone], status: in-force, in_force_until: 2025-12-31, superseded_by: g12, note:",
    )
    load_evidence(folder=folder)
    ended, begun = (GuidanceStatement.objects.get(slug=slug) for slug in ("g11", "u01"))
    assert (ended.in_force_from, ended.in_force_until) == (None, dt.date(2025, 12, 31))
    assert ended.superseded_by.slug == "g12"
    assert (begun.in_force_from, begun.in_force_until) == (dt.date(2022, 3, 31), None)
    assert Source.objects.get(slug="rrp_w_2021").in_force_from == dt.date(2021, 7, 19)
    row = next(row for row in statement_rows(folder) if row.slug == "g10")
    before = Row("g10", {name: value for name, value in row.values.items() if name not in DATES}, row.sources)
    assert hashed(before).sha256 == row.sha256, "a tick given before there were days must not be lost"


def test_a_row_that_leaves_the_files_is_kept_marked_and_named_once(folder: Path):
    load_evidence(folder=folder)
    file = folder / "figures.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith("f001,")), encoding="utf-8")
    assert load_evidence(folder=folder) == ["figure f001: gone from the files: kept, but enters no new pack"]
    assert load_evidence(folder=folder) == []
    assert Figure.objects.get(slug="f001").gone_upstream
    assert not Figure.objects.for_packs().filter(slug="f001").exists()
    file.write_text("".join(lines), encoding="utf-8")
    assert load_evidence(folder=folder) == ["figure f001: back in the files"]
    assert Figure.objects.for_packs().filter(slug="f001").exists()


def test_only_rows_in_force_and_checked_may_enter_a_pack():
    load_evidence()
    usable = set(GuidanceStatement.objects.for_packs().values_list("slug", flat=True))
    assert {"g10", "u01", "m02"} <= usable
    assert not usable & {"g31", "r01"}  # own: nobody has verified them
    assert not usable & {"u09", "m03", "s02"}  # being checked, not in force yet, background
    GuidanceStatement.objects.filter(slug="g31").update(confirmed_at=timezone.now())
    assert GuidanceStatement.objects.for_packs().filter(slug="g31").exists()
