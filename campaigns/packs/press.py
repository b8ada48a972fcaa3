"""Rendering an edition, and the one transaction in which it becomes current: the gate is passed in it, or nothing is.

Setting in type takes seconds, so it is done before, from words read through the gate; then stories are locked,
released and compared with what was printed. Consent taken back at any moment in between ends in NotReleasable.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.enums import EditionState
from campaigns.models import Edition, EditionItem
from campaigns.packs.changes import changes_since_last, in_words, key_of, last_issued
from campaigns.packs.content import Imprint, PackContent, compose
from campaigns.packs.editions import fail_edition, lock_pack, note
from campaigns.packs.files import delete_files, names_of, seal_files
from campaigns.packs.making import Beat, Made, make_formats
from campaigns.packs.manifest import build_manifest, digest, manifest_items
from campaigns.packs.plan import Plan, plan_of_edition
from campaigns.packs.readers import went_to
from common.jobs.service import enqueue
from common.vault.text import seal_text
from stories.release import NotReleasable, ReleasedStory, read_for_pack, recall_edition, release_for_edition

CHECK_EVERY = dt.timedelta(days=1)
LEDGER_LINE = 200


class ChangedMeanwhile(Exception):
    """A story stands in another version or consent than was set in type; the job is tried again."""


def render_edition(*, edition_id: UUID, beat: Beat = lambda _share: None) -> None:
    """Set in type, seal, issue. Does nothing for an edition that is issued or ended already.

    A story that may not leave ends it with a plain message, and nothing half-issued stays. ChangedMeanwhile.
    """
    edition = Edition.objects.select_related("pack__campaign__organisation").get(pk=edition_id)
    if edition.state != EditionState.RENDERING:
        return
    try:
        _render(edition=edition, beat=beat)
    except NotReleasable as refused:
        fail_edition(edition_id=edition_id, message=_refusal(len(refused.story_ids)))


def _render(*, edition: Edition, beat: Beat) -> None:
    now, plan = timezone.now(), plan_of_edition(edition)
    content = compose(plan=plan, stories=_read(plan), imprint=imprint_of(edition=edition, at=now))
    if not content.stories:
        message = _("This edition was not issued. Nothing that a teller said is left in it.")
        fail_edition(edition_id=edition.pk, message=message)
        return
    changes = changes_since_last(
        words=plan.words,
        printed=set(map(key_of, manifest_items(edition=edition, content=content))),
        last=last_issued(pack_id=edition.pack_id),
    )
    content.data["edition"]["changes"] = in_words(changes)
    made = make_formats(edition=edition, content=content, created=now, beat=beat)
    beat(0.8)
    names = seal_files(edition_id=edition.pk, made=made.files)
    try:
        beat(0.9)
        issued = _issue(
            edition_id=edition.pk, content=content, made=made, names=names, changes=changes, at=now
        )
    except BaseException:
        delete_files(names=names)
        raise
    if not issued:
        delete_files(names=names)


def imprint_of(*, edition: Edition, at: dt.datetime) -> Imprint:
    return Imprint(
        number=edition.number,
        issued_on=timezone.localdate(at),
        verify_code=edition.verify_code,
        verify_url=settings.PUBLIC_URL.rstrip("/") + reverse("campaigns:verify", args=[edition.verify_code]),
    )


def _read(plan: Plan) -> list[ReleasedStory]:
    """The stories as they may be printed now. Raises NotReleasable if any may not."""
    found = read_for_pack(story_ids=plan.story_ids, use=plan.use)
    if gone := set(plan.story_ids) - {story.story_id for story in found}:
        raise NotReleasable(sorted(gone))
    return found


def _issue(
    *,
    edition_id: UUID,
    content: PackContent,
    made: Made,
    names: set[str],
    changes: list[dict[str, Any]],
    at: dt.datetime,
) -> bool:
    """False when another worker has it in hand, or it was ended: then nothing is written."""
    with transaction.atomic():
        pack = lock_pack(pack_id=Edition.objects.values_list("pack_id", flat=True).get(pk=edition_id))
        edition = Edition.objects.select_for_update().get(pk=edition_id)
        if edition.state != EditionState.RENDERING or names_of(edition_id=edition_id) != names:
            return False
        edition.pack = pack
        _release(edition=edition, stories=content.stories)
        items = _keep_items(edition=edition, content=content)
        _replace_current(edition=edition, at=at)
        manifest = build_manifest(edition=edition, items=items, files=made.lines)
        edition.manifest, edition.sha256 = manifest, digest(manifest)
        edition.sealed_html = seal_text(owner=edition.pk, text=made.html, context=edition.html_context)
        edition.changes = changes
        edition.state, edition.issued_at = EditionState.ISSUED, at
        edition.save()
        enqueue(kind="check_edition", object_id=edition.pk, not_before=at + CHECK_EVERY)
        note(action="campaigns.issued", edition=edition, by=None)
    return True


def _release(*, edition: Edition, stories: Sequence[ReleasedStory]) -> None:
    """Through the door for good. Raises NotReleasable, or ChangedMeanwhile when other words would leave."""
    released = release_for_edition(
        edition_id=edition.pk,
        story_ids=[story.story_id for story in stories],
        use=edition.use,
        destination=destination_of(edition=edition),
        by=edition.issued_by,
    )
    if released != list(stories):
        raise ChangedMeanwhile


def destination_of(*, edition: Edition) -> str:
    """As its tellers read it on their own page; as long as the ledger has room for."""
    words = went_to(edition.use, number=edition.number, group=edition.pack.campaign.organisation.name)
    return words if len(words) <= LEDGER_LINE else f"{words[: LEDGER_LINE - 1]}…"


def _keep_items(*, edition: Edition, content: PackContent) -> list[EditionItem]:
    edition.items.all().delete()
    return EditionItem.objects.bulk_create(manifest_items(edition=edition, content=content))


def _replace_current(*, edition: Edition, at: dt.datetime) -> None:
    """The edition before steps back in the same moment; its files go by a job."""
    older = Edition.objects.filter(pack_id=edition.pack_id, state=EditionState.ISSUED)
    for issued in older.select_for_update():  # the edition before its ledger, like whoever hands it over
        recall_edition(edition_id=issued.pk)
        enqueue(kind="retire_edition", object_id=issued.pk)
    older.update(state=EditionState.REPLACED, replaced_at=at)
    replaced = Edition.objects.filter(
        pack_id=edition.pack_id, state=EditionState.REPLACED, replaced_by__isnull=True
    )
    replaced.update(replaced_by=edition)


def _refusal(count: int) -> str:
    return ngettext(
        "This edition was not issued. One story in it may not be used for this any more. Take it out and issue again.",
        "This edition was not issued. %(count)s stories in it may not be used for this any more. "
        "Take them out and issue again.",
        count,
    ) % {"count": count}
