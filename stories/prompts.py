"""Questions that may help somebody to tell it: each optional, in any order, and never "why".

The order here is the order in which a story reads. A slug is kept with each answer and never reused for another
question; the question itself is frozen, in the teller's language, in each version (see `moderation.safe_document`).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from stories.models import SealedPart

# After free writing and recordings, which count from 0.
FIRST_PLACE = 1000
DJANGO_LANGUAGE = {"en": "en-gb"}


@dataclass(frozen=True)
class Prompt:
    slug: str
    question: Promise
    hint: Promise


WHAT_HAPPENED = (
    Prompt(
        "before",
        _("What was happening before?"),
        _("That hour, that day, or the weeks before. Where you were, and who was there."),
    ),
    Prompt(
        "done",
        _("What was done?"),
        _(
            "What they did, how long it lasted, what was said to you. Leave out what you do not want to go near."
        ),
    ),
    Prompt("felt", _("How did it feel?"), _("In your body, or in your mind. There is no wrong answer.")),
    Prompt(
        "helped",
        _("What helped?"),
        _("A person, a word, a thing, a place. “Nothing” is an answer too."),
    ),
    Prompt("would-help", _("What would have helped?"), _("Anything, small or large.")),
    Prompt(
        "afterwards",
        _("What happened afterwards?"),
        _("That night, the days after, or now. Whether anybody talked with you about it."),
    ),
)
# The four questions of a review after an incident, for one event that is not long ago.
ONE_EVENT = (
    Prompt("needed", _("What did you need?"), _("At the time, from the people around you.")),
    Prompt("upset-most", _("What upset you most?"), _("It can be something others might think small.")),
    Prompt(
        "staff-did",
        _("What did staff do that helped, or made it worse?"),
        _("You can use real names. We take them out before anyone else reads it."),
    ),
    Prompt("go-better", _("How could it go better another time?"), _("For you, or for the next person.")),
)
PROMPTS = (*WHAT_HAPPENED, *ONE_EVENT)
# Above an answer to a question that is not asked any more.
FORMER = Prompt("former", _("More of what you wrote"), _("It was asked in other words then."))


def find_prompt(*, slug: str) -> Prompt | None:
    return next((prompt for prompt in PROMPTS if prompt.slug == slug), None)


def place_of(*, slug: str) -> int:
    """Where an answer stands among a story's parts; 0 for free writing."""
    prompt = find_prompt(slug=slug)
    return FIRST_PLACE + PROMPTS.index(prompt) if prompt else 0


def next_after(*, slug: str) -> Prompt | None:
    """The question after SLUG in its own group: the ten are not one long form."""
    for group in (WHAT_HAPPENED, ONE_EVENT):
        slugs = [prompt.slug for prompt in group]
        if slug in slugs[:-1]:
            return group[slugs.index(slug) + 1]
    return None


def asked(*, part: SealedPart) -> dict[str, str]:
    """What a version keeps of the question above PART: nothing for free writing, so that older hashes hold."""
    prompt = find_prompt(slug=part.prompt)
    if prompt is None:
        return {}
    language = part.submission.language
    with override(DJANGO_LANGUAGE.get(language, language)):
        return {"prompt": prompt.slug, "question": str(prompt.question)}
