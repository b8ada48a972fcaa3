"""When a teller's word ends: every edition that held their story stops, in that very transaction; workers do the rest.

What a recalled edition says is that it was recalled. Never which story, and never whose.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from campaigns.enums import OF_STORIES, EditionState
from campaigns.models import Edition, PackItem
from campaigns.packs.editions import lock_pack, start_edition, waiting_for_reissue
from campaigns.packs.plan import plan_of_edition
from campaigns.packs.retiring import retire_edition
from campaigns.packs.telling import tell_recipients
from common.jobs.service import enqueue
from common.vault.keys import create_key
from stories.release import PackUse, edition_intact, recall_edition, still_releasable

Beat = Callable[[float], None]
CHECK_EVERY = dt.timedelta(days=1)


def recall_editions_of(*, story_id: UUID) -> int:
    """Inside the caller's transaction: how many editions stopped because of this story."""
    holding = (
        Edition.objects.holding(story_id=story_id).select_related("pack__campaign").prefetch_related("items")
    )
    by_use: dict[PackUse, list[Edition]] = defaultdict(list)
    for edition in holding:
        by_use[edition.use].append(edition)
    return sum(_recall(story_id, use, editions) for use, editions in by_use.items())


def _recall(story_id: UUID, use: PackUse, editions: list[Edition]) -> int:
    others = {pk for edition in editions for pk in plan_story_ids(edition)}
    usable = still_releasable(story_ids=[*others], purpose=use.purpose, trust_code=use.trust_code)
    stopped = [edition for edition in editions if _is_broken(edition, story_id in usable)]
    for edition in stopped:
        _stop(edition, anything_left=bool(usable.intersection(plan_story_ids(edition))))
    return len(stopped)


def _is_broken(edition: Edition, usable: bool) -> bool:
    """A replaced edition has no reader left: only the copies handed over matter, and only if the story may not be
    used at all. A current one must also hold the very version that its teller agreed to last."""
    if edition.state == EditionState.REPLACED:
        return not usable
    return not usable or not edition_intact(edition_id=edition.pk, purpose=edition.purpose)


def _stop(edition: Edition, *, anything_left: bool) -> None:
    """Unless the next edition took its place a moment ago: then it is replaced already, and stays so."""
    now, row = timezone.now(), Edition.objects.filter(pk=edition.pk)
    state = EditionState.REPLACED if anything_left else EditionState.WITHDRAWN
    row.filter(state=EditionState.ISSUED).update(state=state, replaced_at=now)
    row.update(recalled_at=now)
    recall_edition(edition_id=edition.pk)
    enqueue(kind="reissue_pack", object_id=edition.pk)


def plan_story_ids(edition: Edition) -> tuple[UUID, ...]:
    """In full or quoted."""
    told = (UUID(item.source_id) for item in edition.items.all() if item.kind in OF_STORIES)
    return tuple(dict.fromkeys(told))


def forget_story(*, story_id: UUID) -> None:
    """Erased: working packs stop pointing at it."""
    PackItem.objects.filter(kind__in=OF_STORIES, source_id=str(story_id)).delete()


def finish_recall(*, edition_id: UUID, beat: Beat = lambda _share: None) -> None:
    """Destroy the recalled edition, start the next one without the story, tell those who have a copy.

    Each step looks at what is there first, so that it may be killed and done again at any point.
    """
    retire_edition(edition_id=edition_id)
    beat(0.3)
    try:
        reissue(edition_id=edition_id)
        beat(0.6)
    finally:  # whoever holds a copy is told, whatever becomes of the next one
        tell_recipients(edition_id=edition_id)


def reissue(*, edition_id: UUID) -> Edition | None:
    """The next edition, frozen from the recalled one and not from a half-edited pack. None: nothing to do.

    While another edition of the pack is being made it is left to that one: if it fails, it asks for this again.
    """
    pack_id = Edition.objects.values_list("pack_id", flat=True).get(pk=edition_id)
    new_id = uuid.uuid4()
    with transaction.atomic():
        pack = lock_pack(pack_id=pack_id)
        waiting = waiting_for_reissue(pack_id=pack_id)
        if waiting is None or waiting.pk != edition_id or _in_hand(pack_id):
            return None
        waiting.pack = pack
        plan = plan_of_edition(waiting)
        usable = still_releasable(
            story_ids=plan.story_ids, purpose=plan.use.purpose, trust_code=plan.use.trust_code
        )
        plan = plan.without_stories(set(plan.story_ids) - usable)
        if not plan.story_ids:
            Edition.objects.filter(pk=edition_id).update(state=EditionState.WITHDRAWN)
            return None
        create_key(owner=new_id)
        return start_edition(edition_id=new_id, pack=pack, plan=plan, by=None)


def _in_hand(pack_id: UUID) -> bool:
    return Edition.objects.filter(
        pack_id=pack_id, state__in=[EditionState.RENDERING, EditionState.ISSUED]
    ).exists()


def check_edition(*, edition_id: UUID) -> None:
    """Once a day for each current edition, and for each of which somebody has a copy: consent also ends by date.

    Nobody says so when it does. Then every edition that holds the story stops, as if its teller had taken it back.
    """
    edition = Edition.objects.select_related("pack__campaign").prefetch_related("items").get(pk=edition_id)
    if edition.recalled_at or not _has_readers(edition):
        return
    story_ids = plan_story_ids(edition)
    usable = _usable(edition)
    for story_id in set(story_ids) - usable:
        with transaction.atomic():
            recall_editions_of(story_id=story_id)
    if not usable.issuperset(story_ids):
        return
    with transaction.atomic():
        if edition.state == EditionState.ISSUED and not edition_intact(
            edition_id=edition_id, purpose=edition.purpose
        ):
            _stop(edition, anything_left=True)
        else:
            enqueue(kind="check_edition", object_id=edition_id, not_before=timezone.now() + CHECK_EVERY)


def _has_readers(edition: Edition) -> bool:
    if edition.state == EditionState.REPLACED:
        return edition.deliveries.exists()
    return edition.state == EditionState.ISSUED


def _usable(edition: Edition) -> frozenset[UUID]:
    use, ids = edition.use, plan_story_ids(edition)
    return still_releasable(story_ids=ids, purpose=use.purpose, trust_code=use.trust_code)
