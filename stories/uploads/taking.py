"""Which telling takes a file just now: a draft until it is sent, and a sent story as long as something may be added."""

from uuid import UUID

from stories.additions import hold_for_more
from stories.drafts import NotADraft, hold_open
from stories.models import Submission
from stories.uploads.errors import AlreadySent


def hold_taking(*, submission_id: UUID, added: bool) -> Submission:
    """The telling, ours until the caller's transaction ends. ADDED: it was sent, and this comes later.

    Raises AlreadySent for a draft that is none any more, AdditionRefused for a story that takes no more.
    """
    if added:
        return hold_for_more(submission_id=submission_id).submission
    try:
        return hold_open(submission_id=submission_id)
    except NotADraft as error:
        raise AlreadySent from error
