"""Consent also ends by its date, and nobody says so when it does. A daily look closes what it has ended.

The gate has held since the very minute: this look only clears up, and tells those who have a copy.
"""

import datetime as dt
from uuid import UUID

from django.utils import timezone

from common.jobs.service import enqueue

KIND = "check_training"
LOOK_EVERY = dt.timedelta(days=1)


def watch_story(*, story_id: UUID) -> None:
    """From now on look at it once a day, in the caller's transaction. Asking twice is asking once."""
    enqueue(kind=KIND, object_id=story_id, not_before=timezone.now() + LOOK_EVERY)
