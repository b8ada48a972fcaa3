"""Issuing: numbered, frozen, sealed, hashed, released through the door; or not at all, with a plain message."""

import hashlib
import json
from dataclasses import replace

import pytest
from django.utils import timezone

from campaigns.enums import EditionState, Format, ItemKind
from campaigns.models import Edition, EditionItem, GuidanceStatement
from campaigns.packs import press
from campaigns.packs.building import drop, pick
from campaigns.packs.editions import CannotIssue, fail_edition, issue_edition
from campaigns.packs.files import names_of, seal_files
from campaigns.packs.manifest import digest
from campaigns.packs.press import render_edition
from campaigns.packs.reading import open_pdf, read_html
from common.jobs.models import Job
from common.jobs.run_now import drain
from common.storages import sealed_storage
from common.vault.keys import data_keys
from common.verify_codes import SIGNS, make_verify_code
from stories.enums import DestinationKind, Purpose
from stories.models import Trust
from stories.release import releases_of
from stories.withdrawal import take_back, take_back_purpose
from tests.campaigns.factories import (
    make_campaign,
    make_edition,
    make_group,
    make_pack,
    make_practice,
    make_rule,
    make_stories,
    reload,
    story_ids,
    write_words,
)
from tests.stories.factories import make_trust

pytestmark = pytest.mark.django_db


def test_issuing_freezes_the_pack_and_a_worker_makes_it_current():
    pack = make_pack(stories=2)
    edition = issue_edition(pack_id=pack.pk, by=None)
    assert (edition.number, edition.state) == (1, EditionState.RENDERING)
    assert Job.objects.get(kind="render_edition").object_id == str(edition.pk)
    drain()
    edition = reload(edition)
    assert edition.state == EditionState.ISSUED
    assert edition.issued_at is not None
    assert "The night 0" in read_html(edition=edition)
    assert open_pdf(edition=edition).read().startswith(b"%PDF-1.7")


def test_words_changed_after_the_button_was_pressed_are_not_in_the_edition():
    pack = make_pack(stories=1, summary="As it was.")
    edition = issue_edition(pack_id=pack.pk, by=None)
    write_words(pack, summary="Changed a second later.")
    drop(pack_id=pack.pk, item_id=pack.items.get().pk)
    render_edition(edition_id=edition.pk)
    html = read_html(edition=reload(edition))
    assert "As it was." in html
    assert "Changed a second later." not in html
    assert "The night 0" in html


def test_every_story_is_released_once_to_this_edition():
    pack = make_pack(stories=2)
    edition = make_edition(pack=pack)
    for story_id in story_ids(pack):
        rows = releases_of(story_id=story_id)
        assert [(row.kind, row.recalled_at) for row in rows] == [(DestinationKind.EDITION, None)]
        assert rows[0].destination == "Pack for Testmoor NHS Foundation Trust, edition 1, by Test group"
    render_edition(edition_id=edition.pk)  # the job, after the fact
    assert len(releases_of(story_id=story_ids(pack)[0])) == 1


def test_the_manifest_names_every_item_by_id_and_hash_and_holds_no_word():
    make_rule("g90")
    make_practice("kinder")
    pack = make_pack(stories=1)
    pick(pack_id=pack.pk, kind=ItemKind.STATEMENT, source_id="g90")
    pick(pack_id=pack.pk, kind=ItemKind.INITIATIVE, source_id="kinder")
    edition = make_edition(pack=pack)
    manifest = edition.manifest
    assert [item["kind"] for item in manifest["items"]] == ["story", "statement", "initiative"]
    story = manifest["items"][0]
    assert story["source"] == str(story_ids(pack)[0])
    assert set(story) == {"kind", "source", "content_sha256", "consent", "version_sha256"}
    assert manifest["files"][1]["standard"] == "PDF/UA-1"
    assert manifest["files"][1]["sha256"] == hashlib.sha256(open_pdf(edition=edition).read()).hexdigest()
    assert manifest["files"][0]["sha256"] == hashlib.sha256(read_html(edition=edition).encode()).hexdigest()
    assert edition.sha256 == digest(manifest)
    text = json.dumps(manifest)
    assert not [word for word in ("night", "Nobody", "Kinder", "held") if word in text]


def test_the_page_and_every_file_are_sealed_under_the_editions_own_key():
    edition = make_edition()
    assert set(data_keys(owners=[edition.pk])) == {edition.pk}
    assert b"night" not in bytes(edition.sealed_html)
    assert [file.format for file in edition.files.all()] == ["pdf", "docx", "pptx", "zip"]
    for file in edition.files.all():
        stream = sealed_storage().open_range(file.name, 0, 512)
        head = stream.read(512)
        stream.close()
        assert len(head) == 512
        assert b"%PDF" not in head
        assert b"PK" not in head[:2]


def test_the_next_edition_takes_the_next_number_and_replaces_the_one_before():
    pack = make_pack(stories=2)
    first = make_edition(pack=pack)
    second = make_edition(pack=pack)
    first = reload(first)
    assert (second.number, second.state) == (2, EditionState.ISSUED)
    assert (first.state, first.replaced_by_id) == (EditionState.REPLACED, second.pk)
    assert first.recalled_at is None
    drain()
    assert reload(first).destroyed_at is not None
    assert data_keys(owners=[first.pk, second.pk]).keys() == {second.pk}
    kinds = [(row.destination, bool(row.recalled_at)) for row in releases_of(story_id=story_ids(pack)[0])]
    assert kinds == [
        ("Pack for Testmoor NHS Foundation Trust, edition 1, by Test group", True),
        ("Pack for Testmoor NHS Foundation Trust, edition 2, by Test group", False),
    ]


def test_what_changed_is_told_and_of_stories_only_how_many():
    pack = make_pack(stories=2)
    make_edition(pack=pack)
    drop(pack_id=pack.pk, item_id=pack.items.of(ItemKind.STORY)[0].pk)
    for story in make_stories(2):
        pick(pack_id=pack.pk, kind=ItemKind.STORY, source_id=str(story.pk))
    write_words(pack, asks="Something else.")
    second = make_edition(pack=pack)
    assert second.changes == [
        {"since": 1, "what": "words"},
        {"since": 1, "what": "added", "kind": "story", "count": 2},
        {"since": 1, "what": "added", "kind": "ask", "count": 1, "names": ["Something else."]},
        {"since": 1, "what": "removed", "kind": "story", "count": 1},
        {"since": 1, "what": "removed", "kind": "ask", "count": 1, "names": ["Stop it."]},
    ]
    html = read_html(edition=second)
    assert "2 stories have come in." in html
    assert "One story is no longer part of this pack." in html


def test_a_pack_without_a_story_is_not_issued():
    pack = make_pack(stories=0)
    with pytest.raises(CannotIssue):
        issue_edition(pack_id=pack.pk, by=None)
    assert not Edition.objects.exists()


def test_two_editions_of_a_pack_are_never_made_at_once():
    pack = make_pack()
    issue_edition(pack_id=pack.pk, by=None)
    with pytest.raises(CannotIssue):
        issue_edition(pack_id=pack.pk, by=None)
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("purpose", [Purpose.NAMED_PACK, None])
def test_consent_taken_back_before_rendering_ends_the_edition(purpose):
    pack = make_pack(stories=2, campaign=None)
    lost = story_ids(pack)[0]
    edition = issue_edition(pack_id=pack.pk, by=None)
    if purpose:
        take_back_purpose(submission_id=lost, purpose=Purpose.NAMED_PACK)
        take_back_purpose(submission_id=lost, purpose=Purpose.ANY_PACK)
    else:
        take_back(submission_id=lost)
    render_edition(edition_id=edition.pk)
    assert_never_issued(edition, story_ids(pack))
    assert reload(edition).message.startswith("This edition was not issued. One story in it")


def assert_never_issued(edition: Edition, ids: list) -> None:
    edition = reload(edition)
    assert edition.state == EditionState.FAILED
    assert edition.sealed_html is None
    assert edition.manifest == {}
    for story_id in ids:
        assert [row for row in releases_of(story_id=story_id) if row.kind == DestinationKind.EDITION] == []
    drain()
    assert data_keys(owners=[edition.pk]) == {}
    assert names_of(edition_id=edition.pk) == set()


def test_consent_taken_back_while_it_is_rendered_never_issues_it(monkeypatch):
    """Between setting in type and the last transaction: the gate is passed again there."""
    pack = make_pack(stories=2)
    edition = issue_edition(pack_id=pack.pk, by=None)
    monkeypatch.setattr(press, "seal_files", withdraw_after(press.seal_files, story_ids(pack)[1]))
    render_edition(edition_id=edition.pk)
    assert_never_issued(edition, story_ids(pack))


def withdraw_after(seal, story_id):
    def sealed_and_then(**kwargs):
        names = seal(**kwargs)
        take_back(submission_id=story_id)
        return names

    return sealed_and_then


def test_other_words_than_those_set_in_type_are_never_issued(monkeypatch):
    """A story that changed meanwhile: the job fails whole, is tried again, and prints what stands then."""
    pack = make_pack(stories=1)
    edition = issue_edition(pack_id=pack.pk, by=None)
    real, calls = press._read, []

    def stale(plan):
        found = real(plan)
        calls.append(1)
        return [replace(found[0], title="An older title")] if len(calls) == 1 else found

    monkeypatch.setattr(press, "_read", stale)
    with pytest.raises(press.ChangedMeanwhile):
        render_edition(edition_id=edition.pk)
    assert reload(edition).state == EditionState.RENDERING
    assert releases_of(story_id=story_ids(pack)[0]) == []
    render_edition(edition_id=edition.pk)
    assert "An older title" not in read_html(edition=reload(edition))


def test_a_second_worker_that_lost_the_race_changes_nothing_and_leaves_no_file(monkeypatch):
    edition = issue_edition(pack_id=make_pack().pk, by=None)
    real, lost = press.seal_files, set()

    def overtaken(**kwargs):
        names = real(**kwargs)
        lost.update(names)
        monkeypatch.setattr(press, "seal_files", real)
        render_edition(edition_id=edition.pk)  # the other worker, from start to end
        return names

    monkeypatch.setattr(press, "seal_files", overtaken)
    render_edition(edition_id=edition.pk)
    issued = reload(edition)
    assert issued.state == EditionState.ISSUED
    assert len(lost) == 4
    assert not lost & names_of(edition_id=issued.pk)
    assert open_pdf(edition=issued).read().startswith(b"%PDF")
    assert not any(map(sealed_storage().exists, lost))


def test_an_attempt_that_died_leaves_no_file_that_nobody_knows_of(monkeypatch):
    edition = issue_edition(pack_id=make_pack().pk, by=None)
    names = seal_files(
        edition_id=edition.pk, made={Format.PDF: b"%PDF half", Format.ZIP: b"PK"}
    )  # and is killed
    assert all(map(sealed_storage().exists, names))
    render_edition(edition_id=edition.pk)
    assert not any(map(sealed_storage().exists, names))
    assert reload(edition).state == EditionState.ISSUED


def test_a_failed_attempt_gives_its_number_to_the_next():
    pack = make_pack()
    first = issue_edition(pack_id=pack.pk, by=None)
    fail_edition(edition_id=first.pk, message="Stopped.")
    fail_edition(edition_id=first.pk, message="Stopped twice.")
    assert reload(first).message == "Stopped."
    assert make_edition(pack=pack).number == 1


def test_rules_that_may_not_be_printed_are_left_out_at_rendering():
    make_rule("g90", text="A rule that stands.")
    make_rule("g91", text="A rule that fell.")
    pack = make_pack()
    for slug in ("g90", "g91"):
        pick(pack_id=pack.pk, kind=ItemKind.STATEMENT, source_id=slug)
    make_rule("g92", text="A rule that was deleted.")
    pick(pack_id=pack.pk, kind=ItemKind.STATEMENT, source_id="g92")
    GuidanceStatement.objects.filter(slug="g91").update(status="superseded")
    GuidanceStatement.objects.filter(slug="g92").delete()
    html = read_html(edition=make_edition(pack=pack))
    assert "A rule that stands." in html
    assert "A rule that fell." not in html
    assert "A rule that was deleted." not in html


def test_the_frozen_items_are_those_that_were_printed():
    pack = make_pack(stories=3)
    edition = make_edition(pack=pack)
    rows = EditionItem.objects.filter(edition=edition, kind=ItemKind.STORY).order_by("position")
    assert [row.source_id for row in rows] == [str(pk) for pk in story_ids(pack)]
    assert all(row.consent_id and row.version_sha256 and row.content_sha256 for row in rows)


def test_a_daily_look_is_planned_for_each_current_edition():
    edition = make_edition()
    job = Job.objects.get(kind="check_edition", object_id=str(edition.pk))
    assert job.due_at > timezone.now() + press.CHECK_EVERY / 2


def test_a_very_long_name_still_fits_the_tellers_ledger():
    group = make_group("G" * 150)
    Trust.objects.filter(pk=make_trust().pk).update(name="T" * 190)
    edition = make_edition(pack=make_pack(stories=1, campaign=make_campaign(group)))
    [row] = releases_of(story_id=story_ids(edition.pack)[0])
    assert len(row.destination) == 200
    assert row.destination.startswith("Pack for TTT")


def test_verify_codes_cannot_be_mistaken_or_guessed():
    codes = {make_verify_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 14 and set(code) <= set(SIGNS) | {"-"} for code in codes)
    assert not set(SIGNS) & set("01OILAEIOU")
