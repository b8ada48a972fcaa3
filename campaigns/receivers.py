"""What campaigns do when stories say that something changed: in the sender's transaction, so that nothing is late."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from campaigns.packs.recall import forget_story, recall_editions_of
from stories.signals import consent_changed, story_erased


@receiver(consent_changed)
def stop_editions(sender: Any, story_id: UUID, **kwargs: Any) -> None:
    recall_editions_of(story_id=story_id)


@receiver(story_erased)
def stop_and_forget(sender: Any, story_id: UUID, **kwargs: Any) -> None:
    recall_editions_of(story_id=story_id)
    forget_story(story_id=story_id)
