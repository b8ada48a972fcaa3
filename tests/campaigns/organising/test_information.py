"""What a group asked of its trust: when the answer is due, how it is written down, who is reminded, who sees it."""

import csv
import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.enums import ReminderKind
from campaigns.models import Campaign, InformationRequest
from campaigns.organising.information import answer_due
from campaigns.organising.reminders import due_in
from tests.campaigns.factories import make_campaign, make_coordinator, make_group
from tests.services.template import ROOT
from tests.stories.factories import at_time, sign_in

VECTORS = (
    ROOT / "tests" / "data" / "foi_test_vectors.csv"
)  # from ../shared/reference: worked out beside the Act
ASKED = "How often the seclusion room was used, by month"


@pytest.fixture
def coordinator(client: Client, db: None) -> Client:
    return sign_in(client, make_coordinator())


@pytest.fixture
def campaign(db: None) -> Campaign:
    return make_campaign()


def keep(coordinator: Client, campaign: Campaign, **words: str) -> str:
    """What is shown when it is refused; nothing when it is kept."""
    given = {"asked": ASKED, "arrived_on": "2026-03-02", **words}
    answer = coordinator.post(reverse("packs:new_part", args=[campaign.pk, "requests"]), given)
    return "" if answer.status_code == 302 else answer.content.decode()


def test_the_answer_is_due_on_the_twentieth_working_day_of_the_whole_kingdom() -> None:
    with VECTORS.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    assert len(rows) == 10
    for arrived, _weekday, due, wrong, *_rest in rows:
        assert answer_due(arrived_on=dt.date.fromisoformat(arrived)).isoformat() == due != wrong


def test_it_is_kept_with_its_day_and_answered_later(coordinator: Client, campaign: Campaign) -> None:
    assert keep(coordinator, campaign, reference="FOI 12", link="trust.example/foi/12") == ""
    kept = InformationRequest.objects.get()
    assert (kept.due_on, kept.link) == (
        answer_due(arrived_on=kept.arrived_on),
        "https://trust.example/foi/12",
    )
    assert kept.state == "late"
    change = reverse("packs:part", args=[campaign.pk, "requests", kept.pk])
    words = {"asked": ASKED, "arrived_on": "2026-03-02", "outcome": "part", "answered_on": "2026-05-01"}
    assert coordinator.post(change, {**words, "answer": "58 times in the year."}).status_code == 302
    kept.refresh_from_db()
    assert (kept.state, kept.was_late) == ("part", True)
    shown = coordinator.get(reverse("packs:campaign", args=[campaign.pk])).content.decode()
    assert ASKED in shown
    assert "Answered in part" in shown
    coordinator.post(change, {"remove": "yes"})
    assert not InformationRequest.objects.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"asked": "Why did ann@trust.example hold me"}, "Take out the e-mail address or the phone number"),
        ({"answer": "Ring 020 7946 0018"}, "Take out the e-mail address or the phone number"),
        ({"arrived_on": "2199-01-01"}, "That day is still to come"),
        ({"arrived_on": "soon"}, "Enter a valid date"),
        ({"outcome": "full"}, "On which day did they answer?"),
        ({"answered_on": "2026-04-01"}, "Choose what they answered"),
        ({"outcome": "full", "answered_on": "2026-03-01"}, "before the request reached them"),
        ({"asked": "x" * 501}, "at most 500 characters"),
        ({"link": "not a link at all"}, "Enter a valid URL"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    coordinator: Client, campaign: Campaign, words: dict[str, str], said: str
) -> None:
    shown = keep(coordinator, campaign, reference="FOI 12", **words)
    assert said in shown
    assert 'value="FOI 12"' in shown
    assert not InformationRequest.objects.exists()


def test_another_groups_requests_are_nobody_elses(coordinator: Client) -> None:
    other = make_campaign(make_group("Valley"))
    assert coordinator.get(reverse("packs:new_part", args=[other.pk, "requests"])).status_code == 404


def make_request(campaign: Campaign, *, days_ago: int, **words: object) -> InformationRequest:
    arrived = timezone.localdate() - dt.timedelta(days=days_ago)
    fields = {"asked": ASKED, "arrived_on": arrived, "due_on": answer_due(arrived_on=arrived), **words}
    return InformationRequest.objects.create(campaign=campaign, **fields)


def test_coordinators_are_reminded_once_an_answer_is_overdue(campaign: Campaign) -> None:
    late = make_request(campaign, days_ago=60)
    make_request(campaign, days_ago=2)
    make_request(campaign, days_ago=60, outcome="refused", answered_on=timezone.localdate())
    assert [(due.kind, due.subject_id) for due in due_in(campaign=campaign)] == [
        (ReminderKind.UNSAID, late.pk)
    ]
    with at_time(timezone.make_aware(dt.datetime.combine(late.due_on, dt.time(23)))):
        assert not list(due_in(campaign=campaign))


@pytest.mark.parametrize("public", [True, False])
def test_a_trusts_page_shows_what_public_campaigns_asked(client: Client, db: None, public: bool) -> None:
    campaign = make_campaign(public=public)
    make_request(campaign, days_ago=60, reference="FOI 12", link="https://trust.example/foi/12")
    shown = client.get(reverse("campaigns:dossier", args=[campaign.trust_code])).content.decode()
    assert (ASKED in shown) == public
    assert ("FOI 12" in shown) == public
    assert ("Overdue" in shown) == public


@pytest.mark.parametrize("number", [1, 3])
def test_a_trusts_page_asks_as_often_for_three_requests_as_for_one(
    client: Client, db: None, number: int
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    campaign = make_campaign(public=True)
    for _ in range(number):
        make_request(campaign, days_ago=60)
    address = reverse("campaigns:dossier", args=[campaign.trust_code])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) == 8
