"""Every way in which a story's time in a pack ends, and what it was agreed to for before."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.utils import timezone

from accounts.enums import Role
from stories import erasure, moderation, withdrawal
from stories.enums import Purpose
from stories.models import Story
from tests.promise.canaries import canary_word
from tests.stories.factories import at_time, make_story, make_user

ELEVEN_MONTHS = dt.timedelta(days=340)  # an answer about packs holds for twelve
A_MONTH = dt.timedelta(days=31)
Ending = Callable[[Story], object]


def erase_at_once(story: Story) -> None:
    """The erasing worker is through; those of packs and recordings have not begun."""
    withdrawal.take_back(submission_id=story.pk)
    erasure.erase_story(submission_id=story.pk)


ENDINGS: dict[str, Ending] = {
    "one use": lambda story: withdrawal.take_back_purpose(submission_id=story.pk, purpose=Purpose.ANY_PACK),
    "all of it": lambda story: withdrawal.take_back(submission_id=story.pk),
    "expired": lambda story: None,
    "held": lambda story: moderation.hold(story_id=story.pk, by=make_user(Role.EDITOR)),
    "sent back": lambda story: moderation.send_back(story_id=story.pk, by=make_user(Role.EDITOR)),
    "erased": erase_at_once,
}


def make_ending(way: str) -> Story:
    """A canary that will end in this WAY; on the website as well, unless that is what goes on after it."""
    word = canary_word(way.replace(" ", ""))
    wish = {"text": f"It was {word}.", "title": f"On {word}", "summary": f"Of {word}", "hide": ()}
    if way == "one use":
        return make_story("approved", purposes=(Purpose.ANY_PACK,), **wish)
    if way == "expired":
        with at_time(timezone.now() - ELEVEN_MONTHS):
            return make_story("approved", purposes=(Purpose.ANY_PACK,), **wish)
    return make_story("published", **wish)


@contextmanager
def after(way: str, story: Story) -> Iterator[None]:
    """STORY ends in this WAY; what is inside happens afterwards."""
    if way != "expired":
        ENDINGS[way](story)
        yield
        return
    with at_time(timezone.now() + A_MONTH):
        yield
