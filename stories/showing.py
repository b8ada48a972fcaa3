"""The copy of a picture that is looked at, and the teller's words about it."""

import hashlib
import io
from dataclasses import dataclass
from typing import BinaryIO, cast
from uuid import UUID

from django.db import transaction

from common.vault.errors import KeyDestroyed
from common.vault.files import delete_file, open_file, seal_file
from common.vault.reader import SealedReader
from stories.drafts import hold_open
from stories.enums import PartKind
from stories.errors import NotARecording
from stories.locks import hold_submission
from stories.models import SealedPart, ShownPicture
from stories.partfiles import open_original
from stories.pictures import drawn_again
from stories.sealing import open_part_text, seal_part_text


def make_shown(*, part_id: UUID) -> None:
    """Draw the picture again and seal it. May be repeated; one that cannot be opened to its end is noted as such."""
    part = SealedPart.objects.filter(pk=part_id, kind=PartKind.PICTURE, shown__isnull=True).first()
    if part is None:
        return
    try:
        shown = _drawn(part)
    except KeyDestroyed:  # erased meanwhile
        return
    try:
        with transaction.atomic():
            hold_submission(submission_id=part.submission_id)
            if SealedPart.objects.filter(pk=part_id, shown__isnull=True).exists():
                shown.save(force_insert=True)
                return
    except BaseException:
        _delete(shown)
        raise
    _delete(shown)


def _drawn(part: SealedPart) -> ShownPicture:
    shown = ShownPicture(part=part)
    original = open_original(part=part)
    if original is None:
        return shown
    with original:
        try:
            content, shown.width, shown.height = drawn_again(source=cast(BinaryIO, original))
        except NotARecording:
            return shown
    sealed = seal_file(owner=part.submission_id, context=shown.file_context, source=io.BytesIO(content))
    shown.file_name, shown.file_size = sealed.name, sealed.size
    return shown


def _delete(shown: ShownPicture) -> None:
    if shown.file_name:
        delete_file(name=shown.file_name)


@dataclass(frozen=True)
class AddedPart:
    """A recording or picture of a draft, for its teller's own eyes. `words` are theirs about a picture."""

    part_id: UUID
    kind: PartKind
    size: int
    words: str
    broken: bool

    @property
    def name(self) -> str:
        return str(self.kind.label)

    @property
    def mark(self) -> str:
        return mark_of(self.words)


def mark_of(words: str) -> str:
    """Tells whether words are still the same, however a browser ends its lines."""
    return hashlib.sha256(words.strip().replace("\r\n", "\n").encode()).hexdigest()[:16]


def added_parts(*, submission_id: UUID) -> list[AddedPart]:
    """In the order they were added; one query, and one for the key when there are pictures."""
    rows = SealedPart.objects.filter(submission_id=submission_id).exclude(kind=PartKind.WRITTEN)
    return [
        AddedPart(
            part.pk,
            PartKind(part.kind),
            part.file_size,
            open_part_text(part=part) if part.kind == PartKind.PICTURE else "",
            hasattr(part, "shown") and not part.shown.file_name,
        )
        for part in rows.select_related("shown")
    ]


def open_shown(*, part_id: UUID) -> SealedReader | None:
    """A JPEG; None while there is none. The caller answers for who asks, and logs the look. Raises KeyDestroyed."""
    shown = ShownPicture.objects.select_related("part").filter(pk=part_id).exclude(file_name="").first()
    if shown is None:
        return None
    return open_file(owner=shown.part.submission_id, context=shown.file_context, name=shown.file_name)


def describe_picture(*, submission_id: UUID, part_id: UUID, text: str) -> bool:
    """The teller's words about a picture, sealed; they go the way of all words. False when there is no such picture."""
    with transaction.atomic():
        pictures = hold_open(submission_id=submission_id).parts.filter(kind=PartKind.PICTURE)
        part = pictures.filter(pk=part_id).first()
        if part is None:
            return False
        said = text.strip().replace("\r\n", "\n")
        seal_part_text(part=part, text=said)
        if not said:
            part.sealed_text = None
        part.save(update_fields=["sealed_text", "text_length"])
    return True
