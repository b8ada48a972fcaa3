"""Beginning to send a file, and ceasing to wait for it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common.jobs.service import enqueue
from stories.additions import stop_meanwhile
from stories.models import Upload
from stories.uploads.errors import TooLong
from stories.uploads.taking import hold_taking


@dataclass(frozen=True)
class Wishes:
    """What the teller said about the file before it came."""

    recorded: bool = False
    disguise_voice: bool = False
    hide_face: bool = False


NO_WISHES = Wishes()


def begin_addition(*, submission_id: UUID, length: int | None, take_down_first: bool = False) -> Upload:
    """A file for a story that was sent. What stands is taken down now, not when the last byte is there.

    Raises TooLong, AdditionRefused.
    """
    with transaction.atomic():
        upload = begin_upload(submission_id=submission_id, length=length, added=True)
        if take_down_first:
            stop_meanwhile(submission_id=submission_id)
    return upload


def begin_upload(
    *, submission_id: UUID, length: int | None, wishes: Wishes = NO_WISHES, added: bool = False
) -> Upload:
    """LENGTH is None while nobody knows it.

    Raises TooLong, and AlreadySent or AdditionRefused when the story takes nothing more.
    """
    refuse_too_long(length)
    with transaction.atomic():
        upload = Upload.objects.create(
            submission=hold_taking(submission_id=submission_id, added=added),
            length=length,
            added=added,
            recorded=wishes.recorded,
            disguise_voice=wishes.disguise_voice,
            hide_face=wishes.hide_face,
            expires_at=next_expiry(),
        )
        enqueue(kind="sweep_upload", object_id=upload.pk, not_before=upload.expires_at)
    return upload


def refuse_too_long(length: int | None) -> None:
    if length is not None and length > settings.UPLOAD_LIMIT:
        raise TooLong


def next_expiry() -> dt.datetime:
    """Counted from the last byte that came."""
    return timezone.now() + dt.timedelta(hours=settings.UPLOAD_HOURS)
