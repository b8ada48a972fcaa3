"""What stories tell: both signals come inside the transaction that changed things."""

from typing import Any
from uuid import UUID

from stories.signals import consent_changed, story_erased
from transcription.purging import forget_story, retire_uncovered
from transcription.reels import recall
from transcription.splitting import ending


def on_consent_changed(*, story_id: UUID, **_kwargs: Any) -> None:
    retire_uncovered(story_id=story_id)
    recall.stop_what_fell(story_id=story_id)
    ending.story_changed(story_id=story_id)


def on_story_erased(*, story_id: UUID, **_kwargs: Any) -> None:
    forget_story(story_id=story_id)
    recall.stop_what_fell(story_id=story_id)
    recall.forget_story(story_id=story_id)
    ending.story_changed(story_id=story_id)


def connect() -> None:
    consent_changed.connect(on_consent_changed, dispatch_uid="transcription.consent_changed")
    story_erased.connect(on_story_erased, dispatch_uid="transcription.story_erased")
