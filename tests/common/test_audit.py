"""The audit log keeps codes and ids, and nothing that could be somebody's words."""

import json
import logging
import re
import uuid
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from wagtail.log_actions import LogContext
from wagtail.log_actions import registry as wagtail_registry
from wagtail.models import ModelLogEntry

from common import audit

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("site", "stories", "transcription", "campaigns")
WORDS = "They held me down in Larkfield ward"


@pytest.fixture(autouse=True)
def looking(monkeypatch):
    """An action of the tests' own, gone again afterwards."""
    monkeypatch.setattr(audit, "_actions", dict(audit._actions))
    # Now, or the first look would fill the copy and Wagtail believe for ever that it had looked.
    wagtail_registry.scan_for_actions()
    monkeypatch.setattr(wagtail_registry, "formatters", dict(wagtail_registry.formatters))
    monkeypatch.setattr(wagtail_registry, "choices", list(wagtail_registry.choices))
    audit.register(action="tests.look", label="Looked", model="accounts.User")
    return "tests.look"


@pytest.fixture
def person(db):
    return get_user_model().objects.create_user("reader@example.org", name="Dana Whitlock")


def record(person, **changes):
    values = {"action": "tests.look", "user": person, "reference": "H-7KQ-2MX", "object_id": uuid.uuid4()}
    audit.record(**{**values, **changes})


def test_an_entry_holds_the_code_the_ids_and_nothing_else(person):
    part = uuid.uuid4()
    record(person, object_id=part, data={"part": str(part), "attempt": 2})
    entry = ModelLogEntry.objects.get()
    assert (entry.label, entry.object_id, entry.action) == ("H-7KQ-2MX", str(part), "tests.look")
    assert entry.user_id == person.pk
    assert entry.data == {"part": str(part), "attempt": 2}
    assert entry.content_type.model_class() is get_user_model()
    assert entry.message == "Looked"


def test_one_entry_is_one_query(person, django_assert_num_queries):
    record(person)  # the content type is looked up once per process
    with django_assert_num_queries(1):
        record(person)


def test_what_the_system_does_has_no_user(db):
    record(None)
    assert ModelLogEntry.objects.get().user_id is None


def test_entries_of_one_action_share_wagtails_uuid(person):
    with LogContext(user=person) as context:
        record(person)
        record(person)
    assert {entry.uuid for entry in ModelLogEntry.objects.all()} == {context.uuid}


@pytest.mark.parametrize(
    "reference", [WORDS, "Dana", "dana-whitlock", "", "H 7KQ", "H-7KQ\n1", "dana@example.org", "a" * 65]
)
def test_a_label_that_could_be_words_is_refused(person, reference):
    with pytest.raises(audit.WordsRefused) as refusal:
        record(person, reference=reference)
    assert not ModelLogEntry.objects.exists()
    assert not reference or reference not in str(refusal.value)


@pytest.mark.parametrize("reference", ["H-7KQ-2MX", "H-ABC-DEF", "person-12", "PACK-3/2"])
def test_codes_of_every_shape_pass(person, reference):
    record(person, reference=reference)
    assert ModelLogEntry.objects.get().label == reference


@pytest.mark.parametrize(
    "data", [{"why": WORDS}, {"why": "a b"}, {WORDS: 1}, {"mail": "dana@example.org"}, {"why": ""}]
)
def test_data_that_could_be_words_is_refused_without_repeating_it(person, data):
    with pytest.raises(audit.WordsRefused) as refusal:
        record(person, data=data)
    assert not ModelLogEntry.objects.exists()
    assert "Larkfield" not in str(refusal.value)
    assert "dana" not in str(refusal.value)


def test_an_action_nobody_declared_is_refused_with_the_remedy(person):
    with pytest.raises(audit.UnknownAction, match=r"audit\.register"):
        record(person, action="tests.never_declared")


def test_one_name_cannot_mean_two_things():
    audit.register(action="tests.look", label="Looked", model="accounts.User")
    with pytest.raises(ValueError, match="twice"):
        audit.register(action="tests.look", label="Looked", model="auth.Group")


def test_the_line_on_stdout_carries_ids_and_comes_only_with_the_commit(
    person, caplog, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(logging.getLogger("heard"), "propagate", True)
    with django_capture_on_commit_callbacks(execute=True):
        record(person, object_id=7, data={"kind": "audio"})
        assert caplog.records == []
    line = json.loads(caplog.records[0].getMessage())
    assert caplog.records[0].name == "heard.audit"
    assert line == {
        "action": "tests.look",
        "reference": "H-7KQ-2MX",
        "object": "7",
        "user": person.pk,
        "data": {"kind": "audio"},
    }
    assert person.email not in caplog.text
    assert person.name not in caplog.text


def test_entries_for_one_object_newest_first_with_their_people_in_one_query(
    person, django_assert_num_queries
):
    mine, other = uuid.uuid4(), uuid.uuid4()
    for reference in ("H-1", "H-2", "H-3"):
        record(person, object_id=mine, reference=reference)
    record(person, object_id=other)
    with django_assert_num_queries(1):
        found = [(entry.label, entry.user.pk) for entry in audit.entries_for(mine)]
    assert found == [("H-3", person.pk), ("H-2", person.pk), ("H-1", person.pk)]


def test_every_action_recorded_anywhere_is_registered_and_names_a_model():
    used = set()
    for source in SOURCES:
        for file in (ROOT / source).rglob("*.py"):
            used |= set(
                re.findall(r"audit\.record\(\s*action=\"([^\"]+)\"", file.read_text(encoding="utf-8"))
            )
    assert used <= set(audit.registered()), used - set(audit.registered())
    for action in audit.registered().values():
        assert apps.get_model(action.model)
