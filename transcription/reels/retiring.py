"""Putting an export beyond use: its key, its files. Safe to do again at any point."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from common.tombstones import bury
from common.vault.files import delete_file
from common.vault.keys import destroy_key
from stories.release import recall_training
from transcription.enums import ExportState
from transcription.models import ExportFile, ReelExport

KIND = "reel_export"


def retire_export(*, export_id: UUID) -> None:
    """The key first: without it no copy, here or in a backup, can be read, whatever happens next.

    An export that is current or being made is left alone.
    """
    export = ReelExport.objects.get(pk=export_id)
    if export.state in (ExportState.ISSUED, ExportState.RENDERING) or export.destroyed_at:
        return
    destroy_key(owner=export_id, kind=KIND)
    drop_files(export_id=export_id)
    with transaction.atomic():
        bury(owner=export_id, kind=KIND)
        ReelExport.objects.filter(pk=export_id).update(destroyed_at=timezone.now())


def drop_files(*, export_id: UUID) -> None:
    for file in ExportFile.objects.filter(export_id=export_id):
        delete_file(name=file.file_name)
        file.delete()


def reapply_retirement(*, owner: UUID) -> bool:
    """After a restore: an export that was put beyond use does not come back as current."""
    export = ReelExport.objects.filter(pk=owner, destroyed_at__isnull=True).first()
    if export is None:
        return False
    if export.state in (ExportState.ISSUED, ExportState.RENDERING):
        ReelExport.objects.filter(pk=owner).update(state=ExportState.WITHDRAWN)
    recall_training(destination_id=owner)  # the tellers' ledger came back as well
    retire_export(export_id=owner)
    return True
