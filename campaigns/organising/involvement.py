"""A group's own 4Pi check: kept by date, laid out to read or print."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models import Organisation, User
from campaigns.models import InvolvementCheck
from campaigns.organising.four_pi import FOUR_PI, NAMES, HowFar

Answer = Mapping[str, str]  # "answer": a HowFar or nothing, "note"


@dataclass(frozen=True)
class Line:
    question: Promise
    answer: str
    label: str
    note: str


@dataclass(frozen=True)
class Part:
    name: Promise
    means: Promise
    lines: Sequence[Line]

    @property
    def yes(self) -> int:
        return sum(line.answer == HowFar.YES for line in self.lines)


def keep_check(
    *,
    organisation: Organisation,
    on: dt.date,
    answers: Mapping[str, Answer],
    by: User,
    check: InvolvementCheck | None = None,
) -> InvolvementCheck:
    """A new one, or CHECK anew. Only our questions and our three answers are kept; the rest is left out."""
    row = check or InvolvementCheck(organisation=organisation, created_by=by)
    row.on, row.answers = on, {name: _kept(answers[name]) for name in NAMES if name in answers}
    row.save()
    return row


def laid_out(*, check: InvolvementCheck) -> list[Part]:
    """Every question, answered or not."""
    return [
        Part(
            each.name,
            each.means,
            [_line(text, check.answers.get(name, {})) for name, text in each.questions.items()],
        )
        for each in FOUR_PI
    ]


def _kept(given: Answer) -> dict[str, str]:
    answer = given.get("answer", "")
    return {"answer": answer if answer in HowFar.values else "", "note": given.get("note", "").strip()}


def _line(question: Promise, kept: Answer) -> Line:
    answer = kept.get("answer", "")
    label = str(HowFar(answer).label) if answer else ""
    return Line(question, answer, label, kept.get("note", ""))
