"""Consent also ends by its date, and nobody says so when it does. A daily look closes the website's ledger then.

The gate has held since the very minute: this look only clears up.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from common.jobs.service import enqueue
from stories.enums import DestinationKind, Form, Purpose, SubmissionState
from stories.locks import hold_story
from stories.models import Release
from stories.querysets import standing_consents
from stories.release import WEBSITE_LOOK_EVERY, announce
from stories.withdrawal import leave_website

KIND = "check_website"


def check_website(*, story_id: UUID) -> bool:
    """Whether the story left the website because the yes to it had run out. Looks again tomorrow while it is there."""
    with transaction.atomic():
        hold_story(story_id=story_id)
        if not _on_ledger(story_id):
            return False
        if _standing(story_id):
            enqueue(kind=KIND, object_id=story_id, not_before=timezone.now() + WEBSITE_LOOK_EVERY)
            return False
        leave_website(story_id=story_id)
        announce(story_id=story_id)
    return True


def watch_website() -> list[str]:
    """Ask for the daily look of every story that is on the ledger: those from before there was one, too."""
    found = Release.objects.filter(destination_kind=DestinationKind.WEBSITE, recalled_at__isnull=True)
    ids = found.exclude(submission__state=SubmissionState.ERASED).values_list("submission_id", flat=True)
    due = timezone.now() + WEBSITE_LOOK_EVERY
    for story_id in dict.fromkeys(ids):
        enqueue(kind=KIND, object_id=story_id, not_before=due)
    return []


def _on_ledger(story_id: UUID) -> bool:
    rows = Release.objects.filter(submission_id=story_id, destination_kind=DestinationKind.WEBSITE)
    return rows.filter(recalled_at__isnull=True).exists()


def _standing(story_id: UUID) -> bool:
    yes = standing_consents(purpose=Purpose.WEBSITE, form=Form.TEXT, trust_code="", at=timezone.now())
    return yes.filter(submission_id=story_id).exists()
