"""Files on their way in from tellers: never under a name on any disk, never more of them than is allowed.

Django keeps a large upload as a named file in the system's temporary folder; a killed server would leave it there,
plain. Here it lies without a name in the folder for work in progress: it is gone with its process, however that ends.
"""

from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

from common.storages.errors import StorageError
from common.workspace import nameless_file

PLACES = ("/tell/", "/return/more/", "/admin/discs/")


class IncomingFile(UploadedFile):  # type: ignore[type-arg]  # generic in its type stubs only
    """`size` is how much was sent; more than PLAIN_UPLOAD_LIMIT was counted and thrown away.

    `lost` is true when there was no room for it on our side: the form says so, and asks to try again.
    """

    lost: bool = False


class NamelessUploadHandler(FileUploadHandler):
    """For the tellers' pages and old discs; every other upload goes on to the handlers after this one."""

    incoming: IncomingFile | None = None

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.ours = META.get("PATH_INFO", "").startswith(PLACES)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.ours:
            self.incoming = IncomingFile(None, self.file_name, self.content_type, 0, self.charset)
            self._keep(b"")
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.incoming is None:
            return raw_data
        if start + len(raw_data) <= settings.PLAIN_UPLOAD_LIMIT:
            self._keep(raw_data)
        return None

    def _keep(self, piece: bytes) -> None:
        """A full disk must not end the request: the rest of what was sent is read, and the form explains."""
        assert self.incoming is not None  # noqa: S101  narrows for mypy; only called with one
        if self.incoming.lost:
            return
        try:
            self.incoming.file = self.incoming.file or nameless_file()
            self.incoming.file.write(piece)
        except (StorageError, OSError):
            self.incoming.lost = True

    def file_complete(self, file_size: int) -> IncomingFile | None:
        done, self.incoming = self.incoming, None
        if done is not None:
            done.size = file_size
            if done.file is not None:
                done.file.seek(0)
        return done

    def upload_interrupted(self) -> None:
        if self.incoming is not None and self.incoming.file is not None:
            self.incoming.file.close()
