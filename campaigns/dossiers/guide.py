"""The recipe as a guide for everybody, each step with the page of this site that helps with it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.organising.recipe import RecipeStep, read_recipe

HERE: dict[str, tuple[str, Promise]] = {
    "gather-safely": ("tell:start", _("Somebody can tell here, without a name")),
    "make-it-evidence": ("stories:counting", _("How we count without giving anybody away")),
    "check-published-figures": ("campaigns:trusts", _("Find your trust or health board")),
    "set-against-guidance": ("campaigns:rules", _("What the rules say, theme by theme")),
    "pick-the-alternative": ("campaigns:rules_practice", _("Good practice and its evidence")),
    "keep-showing-up": ("campaigns:changed", _("What was promised, and whether it was kept")),
    "look-after-each-other": ("support", _("People to talk to")),
}


@dataclass(frozen=True)
class GuideStep:
    step: RecipeStep
    address: str
    words: Promise | str


def guide() -> list[GuideStep]:
    return [_step(step) for step in read_recipe()]


def _step(step: RecipeStep) -> GuideStep:
    if step.id not in HERE:
        return GuideStep(step, "", "")
    name, words = HERE[step.id]
    return GuideStep(step, "/support/" if name == "support" else reverse(name), words)
