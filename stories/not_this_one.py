"""*Not this one*: a way out for an editor to whom a story is too close. Nobody asks why, and nobody else can see it.

It is not in the log: a mark beside a name would be a reason asked for after all. That a story they had taken is back
in the queue is in the log, as whenever somebody passes one on.
"""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from stories import moderation
from stories.enums import Stage
from stories.locks import hold_story
from stories.models import LeftToOthers, Story


def leave_to_others(*, story_id: UUID, by: User) -> None:
    """Out of BY's own queue; when they had taken it, back to everybody else's. Raises Story.DoesNotExist."""
    with transaction.atomic():
        hold_story(story_id=story_id)
        story = Story.objects.get(pk=story_id)
        LeftToOthers.objects.get_or_create(story=story, user=by)
        if story.editor_id == by.pk and story.stage == Stage.ANONYMISING:
            moderation.pass_on(story_id=story_id, by=by)


def take_up_again(*, story_id: UUID, by: User) -> None:
    """Back in BY's own queue; taking the story does so too."""
    LeftToOthers.objects.filter(story_id=story_id, user=by).delete()


def is_left(*, story_id: UUID, by: User) -> bool:
    return LeftToOthers.objects.filter(story_id=story_id, user=by).exists()
