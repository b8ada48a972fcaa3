"""Writing down who listened to an original recording."""

from django.core.cache import cache

from accounts.models import User
from stories import looks
from stories.parts import PartInfo

ACTION = looks.LISTENED
AGAIN_SECONDS = 600  # a player asks for many ranges: within ten minutes they are one look


def log_look(*, info: PartInfo, user: User, action: str = ACTION) -> None:
    """Written down first and remembered after: a look that could not be written down is none the next time.

    Raises WhyNotSaid (403): the page that plays it asks why.
    """
    held = f"listened:{action}:{user.pk}:{info.part_id}"
    if cache.get(held):
        return
    data = {"part": str(info.part_id)}
    looks.log_look(story_id=info.story_id, reference=info.reference, by=user, action=action, data=data)
    cache.set(held, True, AGAIN_SECONDS)
