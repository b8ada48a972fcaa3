"""Why a file, or a piece of one, was not taken. The protocol's status for each is in `stories.views.uploads`."""


class UploadRefused(Exception):
    """Nothing of this request was kept."""


class NoSuchUpload(UploadRefused):
    """There is none, or it is somebody else's, or it was removed meanwhile."""


class UploadGone(UploadRefused):
    """Nobody went on with it in time, or it turned out to be no recording."""


class WrongOffset(UploadRefused):
    """A piece that came before, or one that skips some."""


class BeingReceived(UploadRefused):
    """Another request is writing to it at this moment."""


class TooLong(UploadRefused):
    """More than was said at the beginning, or than the limit."""


class LengthChanged(UploadRefused):
    """It said another length before."""


class ChecksumWrong(UploadRefused):
    """The piece did not arrive as it was sent."""


class NotWanted(UploadRefused):
    """Whoever holds what is no telling does not take this file; the message says why."""


class AlreadySent(UploadRefused):
    """Its story was sent meanwhile: nothing more can be added to it here."""
