"""Rounds of questions on the desk: opened, closed, counted side by side."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from campaigns.enums import Phase
from campaigns.models import Campaign, Round
from campaigns.organising.evaluation import keep_answer, open_round
from tests.campaigns.factories import make_campaign, make_coordinator
from tests.campaigns.organising.test_evaluation import make_round
from tests.stories.factories import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client: Client) -> Client:
    return sign_in(client, make_coordinator())


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign()


def shown(client: Client, campaign: Campaign) -> str:
    return client.get(reverse("packs:evaluation", args=[campaign.pk])).content.decode()


def test_a_round_is_opened_with_a_link_and_closed_for_good(coordinator: Client, campaign: Campaign):
    new = reverse("packs:new_round", args=[campaign.pk])
    coordinator.post(new, {"phase": "before", "ward": "Elm", "time": "spring 2025"})
    found = campaign.rounds.get()
    assert reverse("campaigns:questions", args=[found.token]) in shown(coordinator, campaign)
    for _ in range(6):
        keep_answer(token=found.token, choices={"talk": 5})
    page = shown(coordinator, campaign)
    assert "6 answers" in page
    assert "%" not in page.split("</header>")[-1].split("Before: Elm")[1]
    end = reverse("packs:end_round", args=[campaign.pk, found.pk])
    assert coordinator.post(end, {"action": "reopen"}).status_code == 404
    coordinator.post(end, {"action": "close"})
    page = shown(coordinator, campaign)
    assert found.token not in page
    assert "<strong>100%</strong>" in page
    assert "6 of 6" in page
    coordinator.post(end, {"action": "remove"})
    assert not Round.objects.exists()


def test_rounds_stand_side_by_side_and_too_few_answers_are_said_plainly(
    coordinator: Client, campaign: Campaign
):
    make_round(campaign, *[{"talk": 1, "safe": 5}] * 6)
    make_round(campaign, *[{"talk": 5}] * 5, phase=Phase.AFTER)
    make_round(campaign, *[{"talk": 5}] * 4, phase=Phase.AFTER)
    page = shown(coordinator, campaign)
    assert "Fewer than five people answered, so nothing is shown." in page
    first = page.split("side by side")[1].split("</tr>")[1]
    assert ["<strong>0%</strong>" in first, "0 of 6" in first] == [True, True]
    assert ["<strong>100%</strong>" in first, "5 of 5" in first] == [True, True]
    last = page.split("side by side")[1].split("The ward feels safe.")[1]
    assert "fewer than five" in last


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_three_rounds_as_for_one(
    coordinator: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, count: int
):
    for _ in range(count):
        make_round(campaign, *[{"talk": 1}] * 5)
    open_round(campaign=campaign, phase=Phase.AFTER, ward="Elm", time="now")
    shown(coordinator, campaign)
    with django_assert_num_queries(12):
        shown(coordinator, campaign)
