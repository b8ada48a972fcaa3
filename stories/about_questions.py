"""The questions about a teller, from reference/demographics.yaml: which of them we ask, in which words."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stories.about_labels import LABELS

FILE = Path(__file__).parent / "reference" / "demographics.yaml"
RATHER_NOT = "not-stated"


@dataclass(frozen=True)
class Option:
    slug: str
    label: Promise
    group: str = ""


@dataclass(frozen=True)
class AboutQuestion:
    """`also` are boxes of which several may be ticked beside the one choice."""

    slug: str
    question: Promise
    options: tuple[Option, ...]
    also: tuple[Option, ...] = ()

    @property
    def grouped(self) -> bool:
        return any(option.group for option in self.options)

    def label_of(self, slug: str) -> Promise | str:
        return next((o.label for o in (*self.options, *self.also) if o.slug == slug), "")


# Slugs as in addresses, the file's key, and the question. `sex` is not asked: the file says to ask it only where it is
# needed, and nothing here needs it.
ASKED: tuple[tuple[str, str, Promise], ...] = (
    ("when", "decade", _("When did it happen?")),
    ("age", "age_band", _("How old were you when it happened?")),
    ("held", "legal_status", _("Were you held under the Mental Health Act at the time?")),
    ("ethnic-group", "ethnic_group", _("What is your ethnic group?")),
    ("gender", "gender", _("How do you describe your gender?")),
    ("birth", "gender_same_as_birth", _("Is it the same as the sex written down when you were born?")),
    ("orientation", "sexual_orientation", _("Which word fits you best?")),
    (
        "disability",
        "disability",
        _("Do you have a condition that lasts a year or more, and does it limit what you do?"),
    ),
    ("religion", "religion", _("What is your religion or belief?")),
    ("language", "welsh_language", _("Which language would you like to use with us?")),
)


@cache
def about_questions() -> tuple[AboutQuestion, ...]:
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))["questions"]
    return tuple(_question(slug, data[key], words) for slug, key, words in ASKED)


def find_question(*, slug: str) -> AboutQuestion | None:
    return next((question for question in about_questions() if question.slug == slug), None)


def question_after(*, slug: str) -> AboutQuestion | None:
    slugs = [question.slug for question in about_questions()]
    at = slugs.index(slug) + 1
    return about_questions()[at] if at < len(slugs) else None


def _question(slug: str, row: dict[str, Any], words: Promise) -> AboutQuestion:
    options = [_option(option) for option in row["options"] if option["slug"] != RATHER_NOT]
    rather_not = Option(RATHER_NOT, LABELS["Prefer not to say"])
    return AboutQuestion(
        slug, words, (rather_not, *options), tuple(_option(option) for option in row.get("also", ()))
    )


def _option(row: dict[str, str]) -> Option:
    return Option(row["slug"], LABELS[row["label"]], row.get("group", ""))
