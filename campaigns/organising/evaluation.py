"""Before and after: the same few questions in rounds, answered through a link, and counted with their base.

Nothing is shown of fewer than five answers, and nothing of a round that is still open: whoever looked before and after
one person answered would know what that person said.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.utils import timezone

from campaigns.enums import Phase
from campaigns.models import Campaign, Round, RoundAnswer
from campaigns.organising.questions import GOOD, QUESTIONS, SCALE, Choice

LEAST = 5
Choices = Mapping[str, int]


class RoundClosed(Exception):
    """Nobody can answer any more, or never could."""


class NothingChosen(ValueError):
    """Every question was left out."""


@dataclass(frozen=True)
class Share:
    label: str
    count: int
    percent: int


@dataclass(frozen=True)
class Counted:
    """One question. BASE is how many chose something on the scale; fewer than five, and there are no shares."""

    question: str
    base: int
    shares: Sequence[Share]
    good: Share | None

    @property
    def shown(self) -> bool:
        return self.good is not None


@dataclass(frozen=True)
class Results:
    round: Round
    answers: int
    rows: Sequence[Counted]

    @property
    def shown(self) -> bool:
        return bool(self.rows)

    @cached_property
    def too_few(self) -> bool:
        return self.answers < LEAST


def open_round(*, campaign: Campaign, phase: Phase, ward: str, time: str) -> Round:
    token = secrets.token_urlsafe(16)
    return Round.objects.create(campaign=campaign, phase=phase, ward=ward, time=time, token=token)


def close_round(*, round_id: int) -> None:
    """For good: opened again, it would show what came in between."""
    Round.objects.filter(pk=round_id, closed_on=None).update(closed_on=timezone.localdate())


def round_to_answer(*, token: str) -> Round:
    """Raises RoundClosed."""
    rounds = Round.objects.filter(token=token, closed_on=None, campaign__ended_on=None)
    found = rounds.select_related("campaign__organisation").first()
    if found is None:
        raise RoundClosed
    return found


def keep_answer(*, token: str, choices: Choices) -> None:
    """Keep what was chosen on questions we ask. Raises RoundClosed, NothingChosen."""
    kept = {name: int(choices[name]) for name in QUESTIONS if choices.get(name) in Choice.values}
    if not kept:
        raise NothingChosen
    with transaction.atomic():
        found = Round.objects.select_for_update(of=("self",)).filter(token=token, closed_on=None).first()
        if found is None:
            raise RoundClosed
        RoundAnswer.objects.create(round=found, choices=kept)


def results_of(*, campaign: Campaign) -> list[Results]:
    """Each round in order, with what may be shown of it."""
    rounds = campaign.rounds.prefetch_related("answers")
    return [_results(each, [answer.choices for answer in each.answers.all()]) for each in rounds]


def _results(found: Round, answers: Sequence[Choices]) -> Results:
    shown = found.closed_on is not None and len(answers) >= LEAST
    rows = [_count(name, answers) for name in QUESTIONS] if shown else []
    return Results(round=found, answers=len(answers), rows=rows)


def _count(name: str, answers: Sequence[Choices]) -> Counted:
    chosen = [answer[name] for answer in answers if answer.get(name) in SCALE]
    question, base = str(QUESTIONS[name]), len(chosen)
    if base < LEAST:
        return Counted(question, base, [], None)
    shares = [_share(str(choice.label), chosen.count(choice), base) for choice in SCALE]
    return Counted(question, base, shares, _share("", sum(choice in GOOD for choice in chosen), base))


def _share(label: str, count: int, base: int) -> Share:
    return Share(label, count, (200 * count + base) // (2 * base))
