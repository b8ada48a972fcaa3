"""What may leave of a story has changed: the search for packs and the apps above learn it in that transaction."""

from uuid import UUID

from stories.pack_search import refresh_entry
from stories.signals import consent_changed


def tell_changed(*, story_id: UUID) -> None:
    refresh_entry(story_id=story_id)
    consent_changed.send(sender=None, story_id=story_id)
