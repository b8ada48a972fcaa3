"""What a teller hears when a file, or a piece of one, was not taken: the same wherever it came in."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from common.storages import StorageFull, StorageUnavailable
from stories.additions import AdditionRefused
from stories.drafts import NotADraft
from stories.errors import NotARecording
from stories.uploads import errors
from stories.uploads.places import TooManyAtOnce
from stories.views import tus

SENT_ALREADY = (
    409,
    _("This story was sent or thrown away on another page. A file can no longer be added to it here."),
)
ANSWERS: dict[type[Exception], tuple[int, object]] = {
    errors.AlreadySent: SENT_ALREADY,
    NotADraft: SENT_ALREADY,
    errors.NoSuchUpload: (404, _("We do not have this file any more. Please send it from its beginning.")),
    errors.UploadGone: (410, _("What came of this file was removed. Please send it from its beginning.")),
    errors.WrongOffset: (
        409,
        _("This piece of the file does not follow the last one. It can go on from there."),
    ),
    errors.LengthChanged: (
        400,
        _("This is not the same file as before. Please send it from its beginning."),
    ),
    errors.BeingReceived: (
        423,
        _("This file is being sent from another page at the moment. Try again in a minute."),
    ),
    errors.ChecksumWrong: (
        tus.CHECKSUM_MISMATCH,
        _("A piece of the file was damaged on its way. It can be sent again."),
    ),
    TooManyAtOnce: (503, _("Many people are sending files just now. It goes on in a moment.")),
    StorageFull: (
        507,
        _(
            "We have no room for this file at the moment. Your words are safe, and so is what came of the file. "
            "Please try again in a while."
        ),
    ),
    StorageUnavailable: (
        503,
        _("We could not keep this just now. Your words are safe. Please try again in a while."),
    ),
}
RETRY_AFTER = {errors.BeingReceived: 5, TooManyAtOnce: 5, StorageUnavailable: 30}  # seconds


@contextmanager
def refusals() -> Iterator[None]:
    """What the domain refuses with, as tus.Refused: a status, and words for the teller."""
    try:
        yield
    except NotARecording as error:
        raise tus.Refused(422, str(error)) from None
    except errors.TooLong:
        raise tus.Refused(413, too_large()) from None
    except (AdditionRefused, errors.NotWanted) as error:
        raise tus.Refused(409, str(error)) from None
    except tuple(ANSWERS) as error:
        kind = next(each for each in type(error).__mro__ if each in ANSWERS)
        status, words = ANSWERS[kind]
        raise tus.Refused(status, str(words), RETRY_AFTER.get(kind, 0)) from None


def too_large() -> str:
    limit = filesizeformat(settings.UPLOAD_LIMIT)
    words = now_in_words(
        "That file is too large. The limit is %(limit)s. A shorter piece, or sound only, will fit."
    )
    return words % {"limit": limit}
