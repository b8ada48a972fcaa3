"""Recordings made on our page that broke off: a closed tab, a flat battery, a lost connection that never came back.

A recorder that starts anew writes a new file with a header of its own, and two such files behind each other are no
file. So going on makes a further part, in order; what was recorded stays byte for byte what it was.
"""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from common.storages.errors import StorageError
from stories.errors import NotARecording
from stories.models import SealedPart
from stories.uploads.errors import AlreadySent, BeingReceived, NoSuchUpload
from stories.uploads.leaving import abandon, keep_what_came
from stories.uploads.listing import unfinished


class CannotKeep(Exception):
    """The message says what to do; it may be shown as it is."""


@dataclass(frozen=True)
class BrokenOff:
    """`last_at`: when the last of it reached us."""

    upload_id: UUID
    received: int
    begun_at: dt.datetime
    last_at: dt.datetime


def broken_off(*, submission_id: UUID) -> list[BrokenOff]:
    """What was being recorded for this telling and never finished, the oldest first; one query."""
    kept_for = dt.timedelta(hours=settings.UPLOAD_HOURS)
    return [
        BrokenOff(each.upload_id, each.received, each.begun_at, each.expires_at - kept_for)
        for each in unfinished(submission_id=submission_id)
        if each.recorded
    ]


def keep_broken_off(*, submission_id: UUID, upload_id: UUID) -> SealedPart | None:
    """Make a part of what came. None when it is not there any more: kept or removed already.

    Raises CannotKeep with words for the teller.
    """
    try:
        return keep_what_came(submission_id=submission_id, upload_id=upload_id)
    except NoSuchUpload:
        return None
    except NotARecording as error:
        raise CannotKeep(
            _("What reached us of it was too short to be heard. Please record it again.")
        ) from error
    except AlreadySent as error:
        raise CannotKeep(
            _("This story was sent or thrown away on another page. A file can no longer be added to it here.")
        ) from error
    except BeingReceived as error:
        raise CannotKeep(
            _("This recording is still being made in another window. Finish it there, or wait a minute.")
        ) from error
    except StorageError as error:
        raise CannotKeep(
            _("We cannot keep it just now. It is safe with us. Try again in a while.")
        ) from error


def remove_broken_off(*, submission_id: UUID, upload_id: UUID) -> None:
    """Every piece of it; what is not there any more is removed already."""
    with suppress(NoSuchUpload):
        abandon(submission_id=submission_id, upload_id=upload_id)
