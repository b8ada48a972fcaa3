"""Putting an edition beyond use: its key, its files, its words. Safe to do again at any point."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from campaigns.enums import EditionState
from campaigns.models import Edition
from campaigns.packs.files import drop_files
from common.tombstones import bury
from common.vault.keys import destroy_key
from stories.release import recall_edition

KIND = "edition"


def retire_edition(*, edition_id: UUID) -> None:
    """The key first: without it no copy, here or in a backup, can be read, whatever happens next.

    An edition that is current or being made is left alone.
    """
    edition = Edition.objects.get(pk=edition_id)
    if edition.state in (EditionState.ISSUED, EditionState.RENDERING) or edition.destroyed_at:
        return
    destroy_key(owner=edition_id, kind=KIND)
    drop_files(edition_id=edition_id)
    with transaction.atomic():
        bury(owner=edition_id, kind=KIND)
        Edition.objects.filter(pk=edition_id).update(sealed_html=None, destroyed_at=timezone.now())


def reapply_retirement(*, owner: UUID) -> bool:
    """After a restore: an edition that was put beyond use does not come back as current."""
    edition = Edition.objects.filter(pk=owner, destroyed_at__isnull=True).first()
    if edition is None:
        return False
    if edition.state in (EditionState.ISSUED, EditionState.RENDERING):
        Edition.objects.filter(pk=owner).update(state=EditionState.WITHDRAWN)
    recall_edition(edition_id=owner)  # the tellers' ledger came back as well
    retire_edition(edition_id=owner)
    return True
