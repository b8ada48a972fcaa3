"""Bringing an old disc or tape: a key of its own first, then its files, then the word that these are all."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from accounts.permissions import roles_of
from common import audit
from common.jobs.service import enqueue
from common.vault.keys import create_key
from stories.permissions import ANONYMISERS
from stories.references import make_reference
from stories.uploads.errors import NotWanted
from stories.uploads.held import Door, held_files, leave_out
from transcription.enums import RipState
from transcription.models import Rip
from transcription.splitting.names import in_order, is_menu, place_of

BROUGHT = "heard.rip_brought"
SWEEP, PREPARE = "sweep_rip", "prepare_rip"


class NotOpen(ValueError):
    """It is at another stage by now; the message says so."""


def bring_rip(*, organisation: Organisation, by: User) -> Rip:
    """An empty one with its own key. It goes by itself after RIP_DAYS, whatever has become of it."""
    rip_id = uuid4()
    create_key(owner=rip_id)
    with transaction.atomic():
        rip = Rip.objects.create(
            id=rip_id,
            reference=make_reference(prefix="R"),
            organisation=organisation,
            brought_by=by,
            destroy_at=timezone.now() + dt.timedelta(days=settings.RIP_DAYS),
        )
        enqueue(kind=SWEEP, object_id=rip.pk, not_before=rip.destroy_at)
        data = {"group": str(organisation.pk)}
        audit.record(action=BROUGHT, user=by, reference=rip.reference, object_id=rip.pk, data=data)
    return rip


def hold_rip(*, rip_id: UUID, at: Sequence[RipState]) -> Rip:
    """Ours until the caller's transaction ends. Raises NotOpen."""
    rip = Rip.objects.select_for_update().filter(pk=rip_id).first()
    if rip is None or rip.state not in at:
        raise NotOpen(_("This recording is at another stage by now. Open its page again."))
    return rip


def say_complete(*, rip_id: UUID) -> None:
    """These are all its files: they are joined in order and made ready to play. Raises CannotJoin, NotOpen."""
    with transaction.atomic():
        hold_rip(rip_id=rip_id, at=[RipState.ARRIVING])
        in_order(held_files(owner=rip_id))
        Rip.objects.filter(pk=rip_id).update(state=RipState.PREPARING)
        enqueue(kind=PREPARE, object_id=rip_id)


def leave_file_out(*, rip_id: UUID, upload_id: UUID) -> None:
    """Raises NotOpen."""
    with transaction.atomic():
        hold_rip(rip_id=rip_id, at=[RipState.ARRIVING])
    leave_out(owner=rip_id, upload_id=upload_id)


def may_send(request: HttpRequest, rip_id: UUID) -> bool:
    allowed = not roles_of(request.user).isdisjoint(ANONYMISERS)
    return allowed and Rip.objects.filter(pk=rip_id).exists()


def take_place(rip_id: UUID, name: str) -> str:
    """What is kept of a file's name. Raises NotWanted for one that can be no part of this recording."""
    try:
        hold_rip(rip_id=rip_id, at=[RipState.ARRIVING])
    except NotOpen as error:
        raise NotWanted(str(error)) from None
    place, here = place_of(name), {each.place for each in held_files(owner=rip_id)}
    if is_menu(place):
        raise NotWanted(_("%s is the menu of the disc: nobody speaks in it. Leave it out.") % place)
    if place and place in here:
        raise NotWanted(_("%s is here already, or on its way.") % place)
    if here and ("" in here or not place):
        raise NotWanted(
            _(
                "One long file is brought by itself; several only as the parts of one set (VTS_01_1.VOB and so on)."
            )
        )
    return place


DOOR = Door(may_send=may_send, place=take_place)
