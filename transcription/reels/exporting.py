"""Asking for an export: freeze the reel under a number of its own and have it made; or end an attempt."""

import uuid
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit
from common.jobs.service import enqueue
from common.vault.keys import create_key
from common.verify_codes import make_verify_code
from transcription.enums import ExportState
from transcription.models import ExportItem, Reel, ReelExport
from transcription.reels.building import Placed, lay_out, lock_reel
from transcription.reels.composing import frozen, warnings_for

ASKED, ISSUED, DOWNLOADED, CONFIRMED = (
    "training.export",
    "training.exported",
    "training.download",
    "training.destroyed",
)


class CannotExport(Exception):
    """Said to the person who asked: what is missing."""


def start_export(*, reel_id: UUID, by: User, burned: bool = False) -> ReelExport:
    """BURNED: with its captions drawn into the picture. Raises CannotExport, NoTerms, Reel.DoesNotExist."""
    export_id = uuid.uuid4()
    create_key(owner=export_id)
    with transaction.atomic():
        reel = lock_reel(reel_id=reel_id)
        placed = lay_out(reel=reel)
        _refuse_unready(reel=reel, placed=placed)
        export = ReelExport.objects.create(
            id=export_id,
            reel=reel,
            number=_next_number(reel),
            frozen=frozen(reel=reel, placed=placed, burned=burned),
            verify_code=make_verify_code(),
            asked_by=by,
        )
        ExportItem.objects.bulk_create(
            ExportItem(export=export, clip_id=each.item.clip_id, story_id=each.item.story_id, position=number)
            for number, each in enumerate(placed, 1)
        )
        enqueue(kind="render_reel", object_id=export.pk)
        note(ASKED, export=export, by=by)
    return export


def _refuse_unready(*, reel: Reel, placed: list[Placed]) -> None:
    if reel.exports.filter(state=ExportState.RENDERING).exists():
        raise CannotExport(_("An export of this reel is being made already. Wait for it to be ready."))
    for warning in warnings_for(reel=reel, placed=placed):
        if warning.stops:
            raise CannotExport(warning.message)


def _next_number(reel: Reel) -> int:
    """Attempts that were never issued give their number back."""
    made = reel.exports.exclude(state=ExportState.FAILED).order_by("-number").first()
    return made.number + 1 if made else 1


def fail_export(*, export_id: UUID, message: str) -> None:
    """End an attempt. It had no reader; its key and files are destroyed by a job."""
    with transaction.atomic():
        export = ReelExport.objects.select_for_update().get(pk=export_id)
        if export.state != ExportState.RENDERING:
            return
        export.state, export.message = ExportState.FAILED, message
        export.save(update_fields=["state", "message"])
        enqueue(kind="retire_export", object_id=export.pk)


def note(action: str, *, export: ReelExport, by: User | None) -> None:
    audit.record(action=action, user=by, reference=f"export-{export.number}", object_id=export.pk)
