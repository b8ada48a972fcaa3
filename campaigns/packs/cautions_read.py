"""What is seen by reading: the group's own words, and the stories beside one another."""

from collections.abc import Iterable, Sequence

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.packs.citing import unknown_marks, unsourced
from campaigns.packs.plan import Plan
from campaigns.packs.reading_age import PLAIN, reading_age
from campaigns.packs.sections import words_in
from stories.overlaps import Overlap, find_overlaps
from stories.release import ReleasedStory

SHOWN = 3
AT_ONCE = 15_000  # words of stories: half a second


def own_words(*, plan: Plan) -> Iterable[str]:
    """Numbers nobody can check, marks that name nothing, and words that few can read."""
    text = words_in(plan.words.sections)
    yield from _marks(unknown_marks(text, slugs=(*plan.rules, *plan.figures, *plan.practices)))
    yield from _numbers(unsourced(text))
    age = reading_age(text)
    if age > PLAIN:
        yield _(
            "Your own words are for readers of about %(age)s. Shorter sentences and shorter words reach more people."
        ) % {"age": age}


def _marks(marks: Sequence[str]) -> Iterable[str]:
    if marks:
        listed = ", ".join(f"[{mark}]" for mark in marks[:SHOWN])
        yield _("Your words name what is not in this pack: %(marks)s. Put it in, or take the mark out.") % {
            "marks": listed
        }


def _numbers(sentences: Sequence[str]) -> Iterable[str]:
    if sentences:
        message = ngettext(
            "One sentence of yours states a number and no source: “%(first)s”",
            "%(count)s sentences of yours state a number and no source. The first: “%(first)s”",
            len(sentences),
        )
        yield message % {"count": len(sentences), "first": Truncator(sentences[0]).words(18)}


def across(*, stories: Sequence[ReleasedStory]) -> Iterable[str]:
    """What stories share that could point at one person; for many words it is looked for when it is asked for."""
    if sum(story.words for story in stories) > AT_ONCE:
        yield _("There are too many words to read across here. Look at “Read across the stories”.")
        return
    for overlap in find_overlaps(stories=stories)[:SHOWN]:
        yield said(overlap)


def said(overlap: Overlap) -> str:
    return _("Stories %(numbers)s both speak of “%(words)s”. Together they may point at one person.") % {
        "numbers": ", ".join(map(str, overlap.stories)),
        "words": overlap.words,
    }
