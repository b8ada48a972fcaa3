"""The sealed files of which an upload is made, and reading them as one."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from common.vault.files import delete_file, new_name, open_file
from common.vault.plain import PlainReader
from common.vault.reader import SealedReader
from stories.models import Upload, UploadPiece


def reserve(*, upload: Upload, start: int) -> UploadPiece:
    """The row of a file that is about to be written: whoever clears up after a crash finds its name here."""
    return UploadPiece.objects.create(upload=upload, start=start, file_name=new_name())


def drop(*, pieces: QuerySet[UploadPiece]) -> None:
    """Rows and files; the rows stay until their files are gone. Raises StorageUnavailable."""
    for piece in pieces:
        delete_file(name=piece.file_name)
        UploadPiece.objects.filter(pk=piece.pk).delete()


def piece_files(*, submission_id: UUID) -> list[str]:
    return list(
        UploadPiece.objects.filter(upload__submission_id=submission_id).values_list("file_name", flat=True)
    )


def open_pieces(*, upload: Upload) -> "PiecesReader":
    """All that came so far. Raises KeyDestroyed, or the reader does when a piece is opened."""
    written = upload.pieces.filter(size__isnull=False).order_by("start").select_related("upload")
    return PiecesReader(owner=upload.owner, pieces=list(written))


class PiecesReader(PlainReader):
    """The pieces one after the other, one of them open at a time."""

    def __init__(self, *, owner: UUID, pieces: Sequence[UploadPiece]) -> None:
        self._owner = owner
        self._pieces = pieces
        self._ends = [piece.start + (piece.size or 0) for piece in pieces]
        self._at = -1  # the piece that is open
        self._open: SealedReader | None = None
        self.size = self._ends[-1] if pieces else 0

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None
        super().close()

    def _some(self, most: int) -> bytes:
        """The next bytes, from one piece."""
        if self._position >= self.size:
            return b""
        at = next(number for number, end in enumerate(self._ends) if self._position < end)
        piece = self._reader(at)
        piece.seek(self._position - self._pieces[at].start)
        data = piece.read(most)
        self._position += len(data)
        return data

    def _reader(self, at: int) -> SealedReader:
        if self._open is None or self._at != at:
            if self._open is not None:
                self._open.close()
            piece = self._pieces[at]
            self._open = open_file(owner=self._owner, context=piece.context, name=piece.file_name)
            self._at = at
        return self._open
