"""Which sealed files belong to a part, wherever it is on its way: in pieces, put together, or made again to be seen."""

from collections.abc import Iterable

from common.vault.files import open_file
from common.vault.reader import SealedReader
from stories.models import SealedPart, ShownPicture, Upload, UploadPiece
from stories.uploads.pieces import PiecesReader, open_pieces


def open_original(*, part: SealedPart) -> SealedReader | PiecesReader | None:
    """What was sent, decrypted as it is read; None for writing. Raises KeyDestroyed."""
    if part.file_name:
        return open_file(owner=part.submission_id, context=part.file_context, name=part.file_name)
    upload = Upload.objects.filter(pk=part.pk).first()
    if upload is None:
        return None
    pieces = open_pieces(upload=upload)
    if pieces.size == part.file_size:
        return pieces
    part.refresh_from_db(fields=["file_name"])  # put together in this moment
    return open_file(owner=part.submission_id, context=part.file_context, name=part.file_name)


def files_of(*, parts: Iterable[SealedPart]) -> list[str]:
    """The names of all of them; three queries however many there are."""
    listed = list(parts)
    ids = [part.pk for part in listed]
    names = [part.file_name for part in listed]
    names += ShownPicture.objects.filter(part_id__in=ids).values_list("file_name", flat=True)
    names += UploadPiece.objects.filter(upload_id__in=ids).values_list("file_name", flat=True)
    return [name for name in names if name]
