"""One lock for each story: the row of its submission. Whoever writes what rests on a teller's word takes it first.

Always in this order, so that nobody waits in a circle: submission, story, then recordings, parts and editions. Rows
that only point at a submission (consents, the ledger) may be written beside it, hence `no_key`.
"""

from collections.abc import Sequence
from uuid import UUID

from stories.models import Story, Submission


def hold_story(*, story_id: UUID) -> None:
    """Until the caller's transaction ends nobody else takes it back, agrees, publishes, or moves it on."""
    hold_stories(story_ids=[story_id])


def hold_stories(*, story_ids: Sequence[UUID]) -> None:
    for rows in (Submission.objects.all(), Story.objects.all()):
        locked = rows.select_for_update(no_key=True).filter(pk__in=story_ids)
        list(locked.order_by("pk").values_list("pk"))


def hold_submission(*, submission_id: UUID) -> Submission:
    """The submission as it is once it is ours. Raises Submission.DoesNotExist."""
    submission: Submission = Submission.objects.select_for_update(no_key=True).get(pk=submission_id)
    return submission
