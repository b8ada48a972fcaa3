"""What a second reader answers about a safe version.

Questions, not ticks: some want a yes, some a no, none is chosen before.

The values go to the log, so they are codes; what a reader writes beside them is sealed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ENOUGH = 15  # letters of an answer in words: "Nothing stands out." is one, "ok" is none


class Point(models.TextChoices):
    PEOPLE = "people", gettext_lazy("Does a name, nickname, initial or job title pick out a person?")
    PLACES = "places", gettext_lazy("Is a place, ward or organisation named, or could it be worked out?")
    TIMES = "times", gettext_lazy("Is there an exact date, age or number that somebody could look up?")
    TOGETHER = (
        "together",
        gettext_lazy("Would somebody who was there, a nurse or another patient, know who this is?"),
    )
    MEANING = "meaning", gettext_lazy("Is it still one person’s telling, whole, and in their own words?")
    COVER = (
        "cover",
        gettext_lazy("Do title, summary, themes and content notes fit it, and give nothing away?"),
    )


class Answer(models.TextChoices):
    YES = "yes", gettext_lazy("Yes")
    NO = "no", gettext_lazy("No")
    UNSURE = "unsure", gettext_lazy("I am not sure")


WANTED: Mapping[Point, Answer] = {
    Point.PEOPLE: Answer.NO,
    Point.PLACES: Answer.NO,
    Point.TIMES: Answer.NO,
    Point.TOGETHER: Answer.NO,
    Point.MEANING: Answer.YES,
    Point.COVER: Answer.YES,
}
# What an editor reads of an answer that was not the wanted one.
CONCERNS: Mapping[Point, Promise] = {
    Point.PEOPLE: gettext_lazy("A person may be picked out."),
    Point.PLACES: gettext_lazy("A place may be worked out."),
    Point.TIMES: gettext_lazy("A date, age or number may be looked up."),
    Point.TOGETHER: gettext_lazy("Somebody who was there may know who this is."),
    Point.MEANING: gettext_lazy("It may not be the teller’s telling any more."),
    Point.COVER: gettext_lazy("Title, summary, themes or content notes do not fit."),
}
IN_WORDS = frozenset([Point.TOGETHER])  # answered in words as well, whatever the answer is


@dataclass(frozen=True)
class Reply:
    answer: Answer | None = None
    note: str = ""


Replies = Mapping[Point, Reply]


def doubts(replies: Replies) -> list[Point]:
    """The points that were answered, and not as a safe version has it. Not being sure is a doubt."""
    given = {point: replies.get(point, Reply()).answer for point in Point}
    return [point for point, answer in given.items() if answer is not None and answer != WANTED[point]]


def missing_to_accept(replies: Replies) -> dict[Point, str]:
    """What stands between these REPLIES and an acceptance, by point."""
    missing = {point: _("Answer this question.") for point in Point if _open(replies, point)}
    for point in IN_WORDS - set(missing):
        if len(_note(replies, point)) < ENOUGH:
            missing[point] = _("Write what they would recognise, and why it is not enough.")
    for point in doubts(replies):
        missing[point] = _("With this answer it cannot be accepted: send it back, or answer again.")
    return missing


def missing_to_send_back(replies: Replies) -> dict[Point, str]:
    """The doubts that say nothing of where and what: its editor could do nothing with them."""
    return {
        point: _("Say where it is, and what is wrong.")
        for point in doubts(replies)
        if len(_note(replies, point)) < ENOUGH
    }


def _open(replies: Replies, point: Point) -> bool:
    return replies.get(point, Reply()).answer is None


def _note(replies: Replies, point: Point) -> str:
    return replies.get(point, Reply()).note.strip()
