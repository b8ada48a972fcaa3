"""A plan is the recipe's at first, and the group's from then on."""

import pytest
from django.utils import timezone

from campaigns.models import Campaign, PlanStep
from campaigns.organising.plan import (
    add_step,
    change_step,
    drop_step,
    lay_plan,
    move_step,
    plan_of_campaign,
    tick_step,
    untick_step,
)
from tests.campaigns.factories import make_campaign, make_coordinator

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign()


def order(campaign: Campaign) -> list[str]:
    return [row.step.words for row in plan_of_campaign(campaign=campaign).rows]


def test_a_new_campaign_has_the_twelve_steps_with_what_the_recipe_says_of_each(campaign):
    plan = plan_of_campaign(campaign=campaign)
    assert (plan.total, plan.done, plan.left_out) == (12, 0, 0)
    assert plan.rows[2].step.words == "Check published figures"
    assert plan.rows[2].recipe
    assert plan.rows[2].recipe.says.startswith("Pull the trust's public numbers")
    assert plan.next_step == plan.rows[0].step


def test_a_tick_keeps_who_and_when_and_can_be_taken_back(campaign):
    ada, ben, first = make_coordinator(), make_coordinator(), campaign.steps.first()
    tick_step(step=first, by=ada)
    tick_step(step=first, by=ben)
    first.refresh_from_db()
    assert first.done_by == ada
    assert timezone.now() - first.done_at < timezone.timedelta(minutes=1)
    plan = plan_of_campaign(campaign=campaign)
    assert (plan.done, plan.next_step) == (1, plan.rows[1].step)
    untick_step(step=first)
    assert plan_of_campaign(campaign=campaign).done == 0


def test_steps_move_and_the_ends_stop_them(campaign):
    words = order(campaign)
    second = campaign.steps.all()[1]
    move_step(step=second, by=-1)
    assert order(campaign)[:2] == [words[1], words[0]]
    move_step(step=second, by=-1)
    assert order(campaign)[0] == words[1]
    move_step(step=second, by=100)
    assert order(campaign)[-1] == words[1]
    assert sorted(order(campaign)) == sorted(words)
    second.delete()
    with pytest.raises(PlanStep.DoesNotExist):
        move_step(step=PlanStep(pk=0, campaign=campaign), by=1)


def test_what_was_changed_added_and_dropped_survives_bringing_the_recipe_back(campaign):
    own = add_step(campaign_id=campaign.pk, words="Bake bread", note="Rye")
    change_step(step=campaign.steps.first(), words="Soup first", note="Ask Ada")
    for step in campaign.steps.all()[1:4]:
        drop_step(step=step)
    assert plan_of_campaign(campaign=campaign).left_out == 3
    lay_plan(campaign_id=campaign.pk)
    lay_plan(campaign_id=campaign.pk)
    words = order(campaign)
    assert (len(words), words[0], words[9]) == (13, "Soup first", own.words)
    assert words[10:] == ["Make it evidence", "Check published figures", "Set against guidance"]
    assert plan_of_campaign(campaign=campaign).rows[9].recipe is None


def test_a_campaign_from_before_there_were_plans_gets_one(campaign):
    campaign.steps.all().delete()
    assert plan_of_campaign(campaign=campaign).next_step is None
    lay_plan(campaign_id=campaign.pk)
    assert plan_of_campaign(campaign=campaign).total == 12
