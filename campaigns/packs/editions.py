"""Issuing: freeze the pack under a number of its own and have it rendered; or end an attempt that could not be."""

import uuid
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.enums import EditionState
from campaigns.models import Edition, EditionItem, Pack
from campaigns.packs.changes import last_issued
from campaigns.packs.plan import Plan, plan_of_pack
from common import audit
from common.jobs.service import enqueue
from common.vault.keys import create_key
from common.verify_codes import make_verify_code


class CannotIssue(Exception):
    """Said to the person who asked: what is missing."""


def issue_edition(*, pack_id: UUID, by: User | None) -> Edition:
    """Freeze the pack as it is now and have it rendered. Raises CannotIssue, Pack.DoesNotExist."""
    edition_id = uuid.uuid4()
    create_key(owner=edition_id)
    with transaction.atomic():
        pack = lock_pack(pack_id=pack_id)
        plan = plan_of_pack(pack)
        _refuse_other_readers(pack=pack, plan=plan)
        return start_edition(edition_id=edition_id, pack=pack, plan=plan, by=by)


def lock_pack(*, pack_id: UUID) -> Pack:
    """One edition of a pack is started, issued or recalled at a time."""
    locked = Pack.objects.select_for_update(of=("self",)).select_related("campaign__organisation")
    return locked.get(pk=pack_id)


def start_edition(*, edition_id: UUID, pack: Pack, plan: Plan, by: User | None) -> Edition:
    """The row, what it freezes, and its job: in the caller's transaction, with PACK's row locked."""
    _refuse_unready(pack=pack, plan=plan)
    edition = Edition.objects.create(
        id=edition_id,
        pack=pack,
        number=next_number(pack_id=pack.pk),
        frozen=plan.words.frozen(),
        verify_code=make_verify_code(),
        issued_by=by,
    )
    EditionItem.objects.bulk_create(
        EditionItem(
            edition=edition,
            kind=item.kind,
            source_id=item.source_id,
            position=item.position,
            span=item.span.raw() if item.span else None,
        )
        for item in plan.items()
    )
    enqueue(kind="render_edition", object_id=edition.pk)
    note(action="campaigns.issue", edition=edition, by=by)
    return edition


def _refuse_unready(*, pack: Pack, plan: Plan) -> None:
    if pack.editions.filter(state=EditionState.RENDERING).exists():
        raise CannotIssue(_("An edition of this pack is being made already. Wait for it to be ready."))
    if not plan.story_ids:
        raise CannotIssue(_("Choose at least one story first."))


def _refuse_other_readers(*, pack: Pack, plan: Plan) -> None:
    """The form says so as well; but readers may have been changed in it while the last edition was being made."""
    last = last_issued(pack_id=pack.pk)
    if last is not None and last.purpose != plan.use.purpose:
        raise CannotIssue(
            _(
                "An edition of this pack is with other readers already, and its tellers agreed to those. "
                "Begin a new pack for these readers."
            )
        )


def next_number(*, pack_id: UUID) -> int:
    """Attempts that were never issued give their number back."""
    last = last_issued(pack_id=pack_id)
    return last.number + 1 if last else 1


def fail_edition(*, edition_id: UUID, message: str) -> None:
    """End an attempt. It had no reader; its key is destroyed by a job, and its number goes to the next.

    If an earlier edition was recalled and still waits for this one to replace it, that is tried again without
    the stories that are gone.
    """
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=edition_id)
        if edition.state != EditionState.RENDERING:
            return
        edition.state, edition.message = EditionState.FAILED, message
        edition.save(update_fields=["state", "message"])
        enqueue(kind="retire_edition", object_id=edition.pk)
        if waiting := waiting_for_reissue(pack_id=edition.pack_id):
            enqueue(kind="reissue_pack", object_id=waiting.pk)


def waiting_for_reissue(*, pack_id: UUID) -> Edition | None:
    """The newest recalled edition of a pack that nothing has replaced yet."""
    recalled = Edition.objects.filter(
        pack_id=pack_id, state=EditionState.REPLACED, recalled_at__isnull=False, replaced_by__isnull=True
    )
    return recalled.order_by("-number").first()


def note(*, action: str, edition: Edition, by: User | None) -> None:
    reference = f"edition-{edition.number}"
    audit.record(action=action, user=by, reference=reference, object_id=edition.pk)
