"""The end of an old recording: when everybody has their own, after its days, or when somebody takes theirs back."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common import audit
from common.jobs.service import enqueue, jobs_for
from common.tombstones import bury
from common.vault.files import delete_file
from common.vault.keys import destroy_key
from stories.parts import gone_among, part_is_here
from stories.uploads.held import drop_held
from transcription.enums import CardState, RipState
from transcription.models import Rip, RipCard
from transcription.splitting.bringing import SWEEP, hold_rip

KIND = "rip"
DESTROY = "destroy_rip"
DESTROYED = "heard.rip_destroyed"
OVER = (RipState.GOING, RipState.DESTROYED)
HERE = [state for state in RipState if state not in OVER]
LATER = dt.timedelta(hours=1)


def throw_out(*, rip_id: UUID, by: User) -> None:
    """Somebody says that nothing more is to be taken from it. Raises NotOpen."""
    with transaction.atomic():
        rip = hold_rip(rip_id=rip_id, at=HERE)
        audit.record(action=DESTROYED, user=by, reference=rip.reference, object_id=rip.pk)
        let_go(rip=rip)


def let_go(*, rip: Rip) -> None:
    """From this commit on nobody plays it or takes from it; a job destroys key and files."""
    if Rip.objects.filter(pk=rip.pk).exclude(state__in=OVER).update(state=RipState.GOING):
        enqueue(kind=DESTROY, object_id=rip.pk)


def destroy_rip(*, rip_id: UUID) -> None:
    """May be repeated. What stays: numbers and dates, and which stretches became stories."""
    rip = Rip.objects.filter(pk=rip_id).first()
    if rip is None:
        return
    bury(owner=rip_id, kind=KIND)
    destroy_key(owner=rip_id, kind=KIND)
    drop_held(owner=rip_id)
    if rip.proxy_name:
        delete_file(name=rip.proxy_name)
    with transaction.atomic():
        rip.stretches.exclude(card__state=CardState.TAKEN).delete()
        rip.cards.exclude(state=CardState.TAKEN).filter(draft_id=None).delete()
        Rip.objects.filter(pk=rip_id).update(
            state=RipState.DESTROYED, proxy_size=None, proxy_mime="", cut_places=[]
        )
        Rip.objects.filter(pk=rip_id, destroyed_at=None).update(destroyed_at=timezone.now())


def sweep_rip(*, rip_id: UUID) -> None:
    """After its days it goes, split or not; what is being taken at that moment is waited for."""
    with transaction.atomic():
        rip = Rip.objects.select_for_update().filter(pk=rip_id).exclude(state__in=OVER).first()
        if rip is None:
            return
        if rip.destroy_at > timezone.now():
            enqueue(kind=SWEEP, object_id=rip_id, not_before=rip.destroy_at)
        elif under_way(rip):
            enqueue(kind=SWEEP, object_id=rip_id, not_before=timezone.now() + LATER)
        else:
            let_go(rip=rip)


def under_way(rip: Rip) -> bool:
    asked = rip.cards.filter(state=CardState.ASKED).values_list("pk", flat=True)
    return any(jobs_for(object_id=card).unfinished().exists() for card in asked)


def story_changed(*, story_id: UUID) -> None:
    """In the transaction in which its teller takes a story back, or the recording in it: the old one goes at once.

    It holds their stretch, and nobody can cut it out of a film that stays as it came. Who was not taken yet can be
    brought again from the disc itself; their stretch cannot.
    """
    cards = RipCard.objects.filter(story_id=story_id, taken_back=False).select_related("rip")
    for card in cards:
        erased = bool(gone_among(story_ids=[story_id]))
        if erased or (card.part_id is not None and not part_is_here(part_id=card.part_id)):
            RipCard.objects.filter(pk=card.pk).update(taken_back=True)
            let_go(rip=card.rip)
        if erased:
            RipCard.objects.filter(pk=card.pk).update(sealed_words=None)


def destroy_again(*, owner: UUID) -> bool:
    """After a restore. True when it was there again."""
    if not Rip.objects.filter(pk=owner).exclude(state=RipState.DESTROYED).exists():
        return False
    destroy_rip(rip_id=owner)
    return True
