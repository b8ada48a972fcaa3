"""Without terms that hold at this moment there is nothing: no clip, no reel, no file."""

import datetime as dt
from unittest import mock
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.enums import Role
from common.audit import entries_for
from stories.consent import add_months
from tests.stories.factories import at_time, make_user
from tests.transcription.clips.factories import TITLE, Made
from tests.transcription.library.factories import Body, make_body
from transcription.library import terms
from transcription.library.finding import NoTerms, find_clip, find_clips
from transcription.library.search import Wanted
from transcription.library.terms import CannotAgree, agree, end_terms, live_terms

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
WORDS = "talked me down"


def test_terms_hold_until_they_run_out_are_ended_or_worded_anew(body: Body) -> None:
    own = body.organisation
    first = live_terms(organisation_id=own.pk)
    assert first is not None
    assert entries_for(first.pk).get(action=terms.AGREED).user == body.trainer
    last_moment = first.expires_at - dt.timedelta(seconds=1)
    assert live_terms(organisation_id=own.pk, at=last_moment) == first
    assert live_terms(organisation_id=own.pk, at=first.expires_at) is None
    with mock.patch.object(terms, "WORDING", "2031-01"):
        assert live_terms(organisation_id=own.pk) is None
    body.agree(months=3)
    second = live_terms(organisation_id=own.pk)
    assert second is not None
    assert second != first
    assert second.expires_at < first.expires_at
    assert end_terms(organisation=own, by=body.trainer)
    assert live_terms(organisation_id=own.pk) is None
    assert not end_terms(organisation=own, by=body.trainer)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": " "}, "Write your name"),
        ({"purpose": ""}, "what you will use"),
        ({"months": 24}, "three, six"),
    ],
)
def test_half_a_yes_is_none(body: Body, wrong: dict[str, object], message: str) -> None:
    said = {"name": "Sunniva Parekh", "purpose": "Ward staff", "months": 3} | wrong
    with pytest.raises(CannotAgree, match=message):
        agree(organisation=body.organisation, by=body.trainer, **said)  # type: ignore[arg-type]


def test_nobody_agrees_for_another_organisation(body: Body) -> None:
    other = make_body("Valley Training", terms=False)
    for stranger in (body.trainer, make_user(Role.ADMINISTRATOR)):
        with pytest.raises(CannotAgree, match="Only a trainer"):
            agree(organisation=other.organisation, by=stranger, name="X", purpose="Y", months=3)


def test_months_end_on_the_same_day_or_the_last() -> None:
    at = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)
    ends = [add_months(at=at, months=months).date().isoformat() for months in (3, 6, 12)]
    assert ends == ["2027-02-28", "2027-05-30", "2027-11-30"]


def test_the_page_says_what_is_agreed_to_and_opens_everything_with_one_yes(made: Made) -> None:
    body = make_body(terms=False)
    shut = body.client.get(body.url("library"))
    assert shut.status_code == 403
    assert b"has not agreed to the terms yet" in shut.content
    assert TITLE.encode() not in shut.content
    page = body.client.get(body.url("terms")).content.decode()
    for clause in terms.CLAUSES:
        assert str(clause).replace("'", "&#x27;") in page
    said = {"name": "Sunniva Parekh", "purpose": "Ward staff", "months": "6"}
    refused = body.client.post(body.url("terms"), said)
    assert refused.status_code == 422
    assert b"Nothing opens without this yes" in refused.content
    assert b"Ward staff" in refused.content, "nothing that was typed is lost"
    assert body.client.post(body.url("terms"), said | {"yes": "on"}).status_code == 302
    assert TITLE.encode() in body.client.get(body.url("library")).content


def test_when_they_run_out_everything_stops_at_once(body: Body, made: Made) -> None:
    reel = body.make_reel(made.clip_id)
    pages = [
        body.url("library"),
        body.url("clip", made.clip_id),
        body.url("reels"),
        body.url("reel", reel.pk),
    ]
    pages += [body.url("preview", reel.pk)]
    assert [body.client.get(page).status_code for page in pages] == [200] * len(pages)
    found = find_clips(organisation_id=body.organisation.pk, wanted=Wanted())
    assert [clip.clip_id for clip in found.clips] == [made.clip_id]
    with at_time(timezone.now() + dt.timedelta(days=367)):
        with pytest.raises(NoTerms):
            find_clips(organisation_id=body.organisation.pk, wanted=Wanted())
        with pytest.raises(NoTerms):
            find_clip(organisation_id=body.organisation.pk, clip_id=made.clip_id)
    body.client.post(body.url("end_terms"))
    for page in pages:
        answer = body.client.get(page)
        assert answer.status_code == 403
        assert b"terms were ended on" in answer.content
        assert WORDS.encode() not in answer.content
        assert TITLE.encode() not in answer.content
    sent = [body.client.post(body.url("add", reel.pk), {"clip": str(made.clip_id)})]
    sent += [body.client.post(body.url("start_export", reel.pk)), body.client.post(body.url("reels"), {})]
    assert [answer.status_code for answer in sent] == [403] * 3
    assert body.client.get(body.url("export", uuid4())).status_code == 404
