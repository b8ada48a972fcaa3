"""A campaign's plan: the recipe's twelve steps to begin with, then whatever the group makes of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from campaigns.models import Campaign, PlanStep
from campaigns.organising.recipe import RecipeStep, read_recipe


@dataclass(frozen=True)
class PlanRow:
    """A step, and what the recipe says of it; None beside a step of the group's own."""

    step: PlanStep
    recipe: RecipeStep | None


@dataclass(frozen=True)
class Plan:
    rows: Sequence[PlanRow]

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def done(self) -> int:
        return sum(row.step.done_at is not None for row in self.rows)

    @property
    def next_step(self) -> PlanStep | None:
        return next((row.step for row in self.rows if row.step.done_at is None), None)

    @property
    def left_out(self) -> int:
        """How many of the recipe's steps the group dropped."""
        return len(read_recipe()) - sum(row.recipe is not None for row in self.rows)


def plan_of_campaign(*, campaign: Campaign) -> Plan:
    known = {step.id: step for step in read_recipe()}
    steps = campaign.steps.select_related("done_by")
    return Plan([PlanRow(step, known.get(step.recipe_id)) for step in steps])


def lay_plan(*, campaign_id: int) -> None:
    """Put those steps of the recipe at the end that are not there; what the group changed stays as it is."""
    with transaction.atomic():
        steps = _locked(campaign_id)
        there, last = {step.recipe_id for step in steps}, _last(steps)
        missing = [step for step in read_recipe() if step.id not in there]
        PlanStep.objects.bulk_create(
            PlanStep(campaign_id=campaign_id, recipe_id=step.id, words=step.name, position=place)
            for place, step in enumerate(missing, start=last + 1)
        )


def add_step(*, campaign_id: int, words: str, note: str) -> PlanStep:
    with transaction.atomic():
        last = _last(_locked(campaign_id))
        return PlanStep.objects.create(campaign_id=campaign_id, words=words, note=note, position=last + 1)


def change_step(*, step: PlanStep, words: str, note: str) -> None:
    PlanStep.objects.filter(pk=step.pk).update(words=words, note=note)


def drop_step(*, step: PlanStep) -> None:
    step.delete()


def tick_step(*, step: PlanStep, by: User) -> None:
    """Done, by whom and when. A tick that is there already keeps its name and day."""
    PlanStep.objects.filter(pk=step.pk, done_at=None).update(done_at=timezone.now(), done_by=by)


def untick_step(*, step: PlanStep) -> None:
    PlanStep.objects.filter(pk=step.pk).update(done_at=None, done_by=None)


def move_step(*, step: PlanStep, by: int) -> None:
    """BY places up (negative) or down; the ends stop it. PlanStep.DoesNotExist when it was dropped meanwhile."""
    with transaction.atomic():
        order = _locked(step.campaign_id)
        place = next((at for at, each in enumerate(order) if each.pk == step.pk), None)
        if place is None:
            raise PlanStep.DoesNotExist
        order.insert(max(0, min(len(order) - 1, place + by)), order.pop(place))
        for position, each in enumerate(order, start=1):
            each.position = position
        PlanStep.objects.bulk_update(order, ["position"])


def _locked(campaign_id: int) -> list[PlanStep]:
    """The steps in order, with the campaign held: two people may not move them at once."""
    Campaign.objects.select_for_update(of=("self",)).get(pk=campaign_id)
    return list(PlanStep.objects.filter(campaign_id=campaign_id))


def _last(steps: Sequence[PlanStep]) -> int:
    return max((step.position for step in steps), default=0)
