"""The server's own list of files that have not come whole: what a teller is offered to go on with."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from stories.enums import UploadState
from stories.models import Upload


@dataclass(frozen=True)
class UnfinishedUpload:
    upload_id: UUID
    received: int
    length: int | None
    recorded: bool
    begun_at: dt.datetime
    expires_at: dt.datetime


def unfinished(*, submission_id: UUID, added: bool = False) -> list[UnfinishedUpload]:
    """The oldest first; one query. Those of which not a byte came are left out. ADDED: to a story that was sent."""
    rows = Upload.objects.filter(
        submission_id=submission_id,
        added=added,
        state=UploadState.ARRIVING,
        received__gt=0,
        expires_at__gt=timezone.now(),
    )
    return [
        UnfinishedUpload(row.pk, row.received, row.length, row.recorded, row.begun_at, row.expires_at)
        for row in rows
    ]
