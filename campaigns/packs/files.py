"""The sealed files of an edition: named in rows before they exist, sealed under its key, gone with it."""

import io
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from campaigns.enums import EditionState, Format
from campaigns.models import Edition, EditionFile
from common.storages.errors import StorageError
from common.vault.files import delete_file, new_name, seal_file


def seal_files(*, edition_id: UUID, made: Mapping[Format, bytes]) -> set[str]:
    """Their names. An attempt that dies at any moment leaves no file that nobody knows of.

    Empty when the edition is not being made any more. Raises KeyDestroyed, StorageFull, StorageUnavailable.
    """
    rows = _claim(edition_id=edition_id, formats=list(made))
    mine = {row.name for row in rows}
    for row in rows:
        source = io.BytesIO(made[Format(row.format)])
        try:
            file = seal_file(owner=edition_id, context=row.context, source=source, name=row.name)
        except StorageError:
            if names_of(edition_id=edition_id) != mine:  # another has it in hand, and removed what we began
                break
            raise
        EditionFile.objects.filter(pk=row.pk).update(size=file.size, sha256=file.sha256)
    return mine


def _claim(*, edition_id: UUID, formats: list[Format]) -> list[EditionFile]:
    """Whoever comes last has the edition: what an earlier attempt left, dead or still running, goes."""
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=edition_id)
        if edition.state != EditionState.RENDERING:
            return []
        before = sorted(names_of(edition_id=edition_id))
        edition.files.all().delete()
        rows = EditionFile.objects.bulk_create(
            EditionFile(edition=edition, format=each, name=new_name()) for each in formats
        )
    delete_files(names=before)
    return rows


def names_of(*, edition_id: UUID) -> set[str]:
    return set(
        EditionFile.objects.filter(edition_id=edition_id).exclude(name="").values_list("name", flat=True)
    )


def delete_files(*, names: list[str] | set[str]) -> None:
    for name in sorted(names):
        delete_file(name=name)


def drop_files(*, edition_id: UUID) -> None:
    """Files first, then their names: done again from any point, it ends the same."""
    delete_files(names=names_of(edition_id=edition_id))
    EditionFile.objects.filter(edition_id=edition_id).update(name="")
