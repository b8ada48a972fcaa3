"""A teller's own copy: the fields of the Kantara Consent Receipt 1.1 and of ISO/IEC TS 27560, and no name."""

import datetime as dt
import json
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from stories.answers import answer_use
from stories.consent_receipts import agreed_uses, consent_receipt
from stories.enums import Form, Purpose
from stories.models import ConsentRecord
from tests.stories.factories import at_time, make_story, make_submission, make_teller
from tests.stories.views.visitor import Visitor, come_back, tell_story

pytestmark = pytest.mark.django_db

# Of the specification's tables 4.2 to 4.4: each field, its type, and whether it must be there.
RECEIPT = {
    "version": (str, True),
    "jurisdiction": (str, True),
    "consentTimestamp": (int, True),
    "collectionMethod": (str, True),
    "consentReceiptID": (str, True),
    "publicKey": (str, False),
    "language": (str, False),
    "piiPrincipalId": (str, True),
    "piiControllers": (list, True),
    "policyUrl": (str, True),
    "services": (list, True),
    "sensitive": (bool, True),
    "spiCat": (list, True),
    "consentRecord": (dict, False),  # ours: ISO/IEC TS 27560
}
CONTROLLER = {
    "piiController": (str, True),
    "onBehalf": (bool, False),
    "contact": (str, True),
    "address": (dict, True),
    "email": (str, True),
    "phone": (str, True),
    "piiControllerUrl": (str, False),
}
PURPOSE = {
    "purpose": (str, True),
    "purposeCategory": (list, True),
    "consentType": (str, True),
    "piiCategory": (list, True),
    "primaryPurpose": (bool, False),
    "termination": (str, True),
    "thirdPartyDisclosure": (bool, True),
    "thirdPartyName": (str, False),
}


def fits(held: dict[str, Any], schema: dict[str, tuple[type, bool]]) -> None:
    assert {name for name, (_kind, must) in schema.items() if must} <= set(held)
    assert set(held) <= set(schema)
    for name, value in held.items():
        assert type(value) is schema[name][0], name


def test_it_has_the_fields_of_the_specification_and_is_plain_json() -> None:
    receipt = consent_receipt(submission=make_story("sent").submission)
    assert json.loads(json.dumps(receipt)) == receipt
    fits(receipt, RECEIPT)
    for controller in receipt["piiControllers"]:
        fits(controller, CONTROLLER)
    (service,) = receipt["services"]
    assert len(service["purposes"]) == len(Purpose)
    for purpose in service["purposes"]:
        fits(purpose, PURPOSE)
        assert purpose["thirdPartyDisclosure"] == ("thirdPartyName" in purpose)
    assert receipt["version"] == "KI-CR-v1.1.0"


def test_each_use_stands_there_with_its_terms_and_its_very_words(settings: Settings) -> None:
    settings.COOLING_OFF_DAYS, settings.PUBLIC_URL = 14, "https://heard.example"
    settings.CONTROLLER_NAME, settings.CONTROLLER_EMAIL = "Heard Ltd", "data@heard.example"
    draft = make_submission(purposes=[])
    answer_use(submission_id=draft.pk, purpose=Purpose.WEBSITE, form=Form.AUDIO, language="cy")
    record = ConsentRecord.objects.get()
    receipt = consent_receipt(submission=draft)
    assert receipt["consentTimestamp"] == int(record.given_at.timestamp())
    assert receipt["piiControllers"][0]["email"] == "data@heard.example"
    (listed,) = receipt["services"][0]["purposes"]
    assert "Withdraw on any day: https://heard.example/return/" in listed["termination"]
    assert f"{record.expires_at:%Y-%m-%d}" in listed["termination"]
    (processing,) = receipt["consentRecord"]["pii_processing"]
    assert processing["notice"] == {
        "version": record.wording.version,
        "language": "cy",
        "sha256": record.wording.sha256,
    }
    assert processing["event"] == {
        "event_type": "explicit_consent",
        "event_state": "given",
        "event_time": record.given_at.isoformat(),
        "effective_time": record.effective_at.isoformat(),
        "validity_until": record.expires_at.isoformat(),
    }


def test_what_was_taken_back_or_ran_out_is_said_and_not_listed_as_given() -> None:
    story = make_story("sent", purposes=[Purpose.WEBSITE, Purpose.PRESS])
    answer_use(submission_id=story.pk, purpose=Purpose.PRESS, form=None)
    receipt = consent_receipt(submission=story.submission)
    assert [p["purposeCategory"] for p in receipt["services"][0]["purposes"]] == [["website"]]
    states = {p["purpose"]: p["event"]["event_state"] for p in receipt["consentRecord"]["pii_processing"]}
    assert states == {"website": "given", "press": "withdrawn"}
    with at_time(timezone.now() + dt.timedelta(days=900)):
        late = consent_receipt(submission=story.submission)
    assert late["services"][0]["purposes"] == []
    assert late["consentRecord"]["pii_processing"][0]["event"]["event_state"] == "expired"


def test_it_does_not_say_whose_or_which_story_it_is() -> None:
    teller, words = make_teller()
    story = make_story("published", teller=teller)
    told = json.dumps(consent_receipt(submission=story.submission))
    for mark in (str(story.pk), story.pk.hex, story.reference, str(teller.pk), teller.receipt_mac, words):
        assert mark not in told
    other = json.loads(json.dumps(consent_receipt(submission=make_story("sent").submission)))
    assert other["piiPrincipalId"] != json.loads(told)["piiPrincipalId"]


def test_one_query_for_all_uses(django_assert_num_queries: Any) -> None:
    story = make_story("sent")
    with django_assert_num_queries(1):
        assert len(agreed_uses(submission_id=story.pk)) == len(Purpose)


def test_it_is_there_while_telling_and_on_coming_back() -> None:
    visitor = Visitor()
    words = tell_story(visitor, answers={"website": {"answer": "1"}})
    for someone, path in ((visitor, "/tell/copy/"), (come_back(words), "/return/uses/copy/")):
        someone.open(path)
        assert someone.status == 200
        assert "May we put it on this website?" in someone.text
        assert ConsentRecord.objects.get().wording.sha256 in someone.text
        page = someone.client.get(f"{path}file/")
        assert page["Content-Disposition"] == 'attachment; filename="copy.json"'
        assert [p["purpose"] for p in json.loads(page.content)["services"][0]["purposes"]] == [
            "May we put it on this website?"
        ]
    stranger = Visitor()
    assert stranger.open("/tell/copy/file/").path == "/return/"
    assert stranger.open("/return/uses/copy/").path == "/return/"
