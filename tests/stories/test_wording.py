"""The words that are agreed to: in every language for every use, and never changed once somebody was asked in them."""

import pytest

from accounts.enums import Role
from common import audit
from stories.consent import give_consent
from stories.enums import Purpose
from stories.models import AppendOnly, ConsentWording
from stories.wording import (
    EASY,
    EASY_WELSH,
    FILE,
    LANGUAGES,
    PICTURES,
    PLAIN_FIELDS,
    WordingRefused,
    begin_version,
    current_wording,
    drop_version,
    load_wording,
    put_in_force,
    question,
    read_wording,
    wording_language,
    write_version,
)
from tests.stories.factories import make_submission, make_user

pytestmark = pytest.mark.django_db

# The words of each version that was ever in force. A changed word needs a new version in consent_wording.yaml, and a
# line here: what somebody agreed to must stay what it was.
PUBLISHED = {
    ("2026-11-1", "en"): "eda63631dae332759a3924c1f30be62883014ef44e7e1b33588caae4e3a744cd",
    ("2026-11-1", "cy"): "fa853aa3593d7ce94f084b9253570a2ab39cda24a8a20bd14f01d8d94107aec3",
    ("2026-11-2", "en"): "9fb15c3a738c0e10966b1c0c432075381f047ae55b9ca237a075c82cee591305",
    ("2026-11-2", "cy"): "9a79c15efa2e84344f90ada9537a64af138b956d7e98380878cdfaa878cec8d7",
    ("2026-11-2", EASY): "04cd2f1eb5fd005a96adb6787d353ce96e10e1e381e3d3c4423459284f973e5b",
    ("2026-11-3", "en"): "4cab9aaf5daa5aa2ee18abfab7cd42be65492cdb1517edc5b15abd5a838a3d03",
    ("2026-11-3", "cy"): "dded6544831972301c10edda0f13cb17da178513aaaf3afa7a6ae2396439e398",
    ("2026-11-3", EASY): "55456dfc63431294e4041a1e52ab1885f74c4a7d9cbf2cf6228f9fb966d5feb0",
    ("2026-11-3", EASY_WELSH): "49b062c8b1c2d6a7d2e1298a425da30f811e79c4d3c9ba0683f174da170e25c0",
    ("2026-11-4", "en"): "8d5de93071f8b206d89ebc2a94bb745c4d159e21b393a9f107f105433e639a01",
    ("2026-11-4", "cy"): "3805490abc0895c342aae99d3fa5b1c993981fc225ef601116d978ce9289aa83",
    ("2026-11-4", EASY): "3dedad87b4d163fee38fa08bdd71a1e936168ffe936576629ba71ddb933daa18",
    ("2026-11-4", EASY_WELSH): "9bbbc08e185bf26f377f6acb55a8051658f2d4525bece2da6910462f67f39891",
}


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_use_is_asked_and_explained(language: str) -> None:
    wording = current_wording(language=language)
    for purpose in Purpose:
        words = question(purpose=purpose, wording=wording)
        assert set(words) == set(PLAIN_FIELDS)
        assert words["ask"].endswith("?")
        assert all(words[name].endswith(".") for name in PLAIN_FIELDS[1:])
        assert "!" not in "".join(words.values())


@pytest.mark.parametrize("language", [EASY, EASY_WELSH])
def test_easy_read_has_one_short_idea_a_line_and_a_picture_for_each(language: str) -> None:
    wording = current_wording(language=language)
    for purpose in Purpose:
        words = question(purpose=purpose, wording=wording)
        assert words["ask"].endswith("?")
        assert 3 < len(words["lines"]) < 9
        for line in words["lines"]:
            assert line.picture in PICTURES
            assert len(line.words.split()) <= 13, line.words
            assert line.words.endswith(".")


def test_an_unknown_language_is_asked_in_english() -> None:
    assert current_wording(language="xx") == current_wording(language="en")


def test_which_words_a_page_shows() -> None:
    assert [wording_language(language=each, easy=False) for each in ("en-gb", "cy", "fr")] == [
        "en",
        "cy",
        "en",
    ]
    assert [wording_language(language=each, easy=True) for each in ("en", "cy")] == [EASY, EASY_WELSH]


def test_a_version_is_stored_once_with_its_words_and_its_hash() -> None:
    first, again, welsh = (current_wording(language=each) for each in ("en", "en", "cy"))
    assert first == again
    assert (first.version, first.language) == (read_wording()["version"], "en")
    assert (welsh.language, welsh.sha256 == first.sha256) == ("cy", False)
    assert first.text["purposes"] == read_wording()["languages"]["en"]
    assert str(first) == f"{first.version} (en)"
    assert ConsentWording.objects.count() == 2


@pytest.mark.parametrize("language", ["en", "cy", EASY])
def test_words_that_were_in_force_are_never_changed(language: str) -> None:
    wording = current_wording(language=language)
    assert PUBLISHED[wording.version, language] == wording.sha256


def test_no_row_in_force_can_be_written_over_or_removed() -> None:
    wording = current_wording(language="en")
    wording.text = {}
    with pytest.raises(AppendOnly):
        wording.save()
    with pytest.raises(AppendOnly):
        wording.delete()
    for rewrite in (lambda rows: rows.update(text={}), lambda rows: rows.delete()):
        with pytest.raises(AppendOnly):
            rewrite(ConsentWording.objects.all())


def test_a_draft_asks_nobody_until_it_is_put_in_force() -> None:
    before, admin = current_wording(language="en"), make_user(Role.ADMINISTRATOR)
    draft = begin_version(language="en", by=admin)
    purposes = {
        **draft.text["purposes"],
        "press": {"ask": "May the press have it?", "means": "They print it."},
    }
    write_version(wording_id=draft.pk, purposes=purposes, by=admin)
    assert current_wording(language="en") == before
    put_in_force(wording_id=draft.pk, by=admin)
    now = current_wording(language="en")
    assert (now.pk, now.text["purposes"]["press"]["ask"]) == (draft.pk, "May the press have it?")
    assert now.sha256 != before.sha256
    assert current_wording(language="cy").from_file
    for refused in (put_in_force, drop_version, lambda **k: write_version(purposes={}, **k)):
        with pytest.raises(WordingRefused):
            refused(wording_id=draft.pk, by=admin)


def test_what_was_edited_here_is_left_alone_by_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    admin = make_user(Role.ADMINISTRATOR)
    assert load_wording() == [f"added wording 2026-11-4 ({language})" for language in LANGUAGES]
    assert load_wording() == []
    mine = put_in_force(wording_id=begin_version(language="en", by=admin).pk, by=admin)
    newer = {**read_wording(), "version": "2027-01-1"}
    monkeypatch.setattr("stories.wording.read_wording", lambda: newer)
    assert load_wording() == [
        f"added wording 2027-01-1 ({language})" for language in ("cy", EASY, EASY_WELSH)
    ]
    assert current_wording(language="en") == mine
    assert current_wording(language="cy").version == "2027-01-1"


def test_a_version_with_a_question_left_empty_is_not_put_in_force() -> None:
    admin = make_user(Role.ADMINISTRATOR)
    draft = begin_version(language="en", by=admin)
    empty = {**draft.text["purposes"], "press": {"ask": "", "means": "x"}}
    write_version(wording_id=draft.pk, purposes=empty, by=admin)
    with pytest.raises(WordingRefused, match="Newspapers"):
        put_in_force(wording_id=draft.pk, by=admin)
    drop_version(wording_id=draft.pk, by=admin)
    assert not ConsentWording.objects.filter(pk=draft.pk).exists()


def test_answers_keep_the_version_they_were_given_in() -> None:
    admin, draft = make_user(Role.ADMINISTRATOR), make_submission(purposes=[])
    old = give_consent(submission_id=draft.pk, purpose=Purpose.PRESS)
    put_in_force(wording_id=begin_version(language="en", by=admin).pk, by=admin)
    new = give_consent(submission_id=draft.pk, purpose=Purpose.PRESS)
    old.refresh_from_db()
    assert (old.wording.from_file, new.wording.from_file) == (True, False)


def test_the_log_names_versions_and_no_words() -> None:
    admin = make_user(Role.ADMINISTRATOR)
    draft = begin_version(language="cy", by=admin)
    write_version(wording_id=draft.pk, purposes=draft.text["purposes"], by=admin)
    put_in_force(wording_id=draft.pk, by=admin)
    entries = list(audit.entries_for(draft.pk).filter(action__startswith="heard.wording"))
    assert [entry.action for entry in entries] == [
        "heard.wording_in_force",
        "heard.wording_written",
        "heard.wording_begun",
    ]
    assert {(entry.label, str(entry.data)) for entry in entries} == {(f"wording-{draft.version}-cy", "{}")}


def test_the_file_is_read_once() -> None:
    read_wording()
    hits = read_wording.cache_info().hits
    current_wording(language="en")
    assert read_wording.cache_info().hits > hits
    assert read_wording.cache_info().misses == 1
    assert FILE.is_file()
