"""The plan on its page, with buttons alone."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from campaigns.models import Campaign
from tests.campaigns.factories import make_campaign, make_coordinator
from tests.stories.factories import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client: Client) -> Client:
    return sign_in(client, make_coordinator())


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign()


def shown(client: Client, campaign: Campaign) -> str:
    return client.get(reverse("packs:plan", args=[campaign.pk])).content.decode()


def act(client: Client, campaign: Campaign, step_pk: int, action: str) -> int:
    return client.post(
        reverse("packs:act_on_step", args=[campaign.pk, step_pk]), {"action": action}
    ).status_code


def test_steps_are_ticked_with_a_name_and_a_day(coordinator: Client, campaign: Campaign):
    first = campaign.steps.first()
    User.objects.update(name="Ada Mellor")
    act(coordinator, campaign, first.pk, "tick")
    page = shown(coordinator, campaign)
    assert "1 of 12 done" in page
    assert "ticked by Ada Mellor" in page
    assert "1 of 12 done" in coordinator.get(reverse("packs:campaign", args=[campaign.pk])).content.decode()
    User.objects.all().delete()
    first.refresh_from_db()
    assert first.done_at
    sign_in(coordinator, make_coordinator())
    assert "ticked by somebody who has left" in shown(coordinator, campaign)
    act(coordinator, campaign, first.pk, "untick")
    assert "0 of 12 done" in shown(coordinator, campaign)


def test_steps_are_moved_changed_added_and_dropped(coordinator: Client, campaign: Campaign):
    first = campaign.steps.first()
    act(coordinator, campaign, first.pk, "down")
    assert campaign.steps.all()[1] == first
    words = {"words": "Soup first", "note": "Ada asks <b>everybody</b>"}
    coordinator.post(reverse("packs:step", args=[campaign.pk, first.pk]), words)
    page = shown(coordinator, campaign)
    assert "Soup first" in page
    assert "Ada asks &lt;b&gt;everybody" in page
    coordinator.post(reverse("packs:new_step", args=[campaign.pk]), {"words": "Bake bread", "note": ""})
    assert campaign.steps.last().words == "Bake bread"
    coordinator.post(reverse("packs:step", args=[campaign.pk, first.pk]), {"remove": "yes"})
    page = shown(coordinator, campaign)
    assert "Soup first" not in page
    assert "1 step of the recipe is not in your plan." in page
    coordinator.post(reverse("packs:restore_plan", args=[campaign.pk]))
    assert campaign.steps.last().words == "Gather safely"


def test_what_is_no_action_or_no_step_of_this_campaign_is_not_found(coordinator: Client, campaign: Campaign):
    first = campaign.steps.first()
    assert act(coordinator, campaign, first.pk, "burn") == 404
    other = make_campaign(name="Another of ours")
    assert act(coordinator, other, first.pk, "tick") == 404
    assert coordinator.get(reverse("packs:step", args=[other.pk, first.pk])).status_code == 404
    assert coordinator.post(reverse("packs:new_step", args=[campaign.pk]), {"words": ""}).status_code == 200
    assert campaign.steps.count() == 12


@pytest.mark.parametrize("count", [1, 3])
def test_the_plan_asks_as_often_for_three_steps_as_for_one(
    coordinator: Client, campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries, count: int
):
    campaign.steps.exclude(pk__in=campaign.steps.values("pk")[:count]).delete()
    for step in campaign.steps.all():
        act(coordinator, campaign, step.pk, "tick")
    shown(coordinator, campaign)
    with django_assert_num_queries(11):
        assert shown(coordinator, campaign).count('id="step-') == count
