"""Playing a clip to a training body: an address that ends soon, the gate at each range, and a line for its teller."""

import datetime as dt
import uuid
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from stories.enums import DestinationKind
from stories.parts import PartMissing, hold_part
from stories.release import NotReleasable, release_for_training
from transcription.clips.door import TrainingClip
from transcription.library.finding import find_clip
from transcription.library.watching import watch_story
from transcription.models import LibraryPlay, LibraryUse

SALT = "transcription.library.playing"
OPEN_FOR = dt.timedelta(minutes=20)  # a clip takes five at the most
SAME_PLAY = dt.timedelta(minutes=10)
LEDGER_LINE = 200


class CannotPlay(Exception):
    """The address has run out, is somebody else's, or the gate is shut."""


def make_address(*, clip_id: UUID, organisation: Organisation, user: User) -> str:
    """A token that is worth nothing to anybody else, nor after OPEN_FOR, nor once the gate is shut."""
    said = [str(clip_id), str(organisation.pk), str(user.pk)]
    return signing.dumps(said, salt=SALT, compress=True)


def open_address(*, token: str, organisation: Organisation, user: User) -> TrainingClip:
    """The clip that may be played at this moment. Raises CannotPlay, NoTerms."""
    try:
        clip_id, body, person = signing.loads(token, salt=SALT, max_age=OPEN_FOR)
    except (signing.BadSignature, ValueError):
        raise CannotPlay from None
    if (body, person) != (str(organisation.pk), str(user.pk)):
        raise CannotPlay
    clip = find_clip(organisation_id=organisation.pk, clip_id=UUID(clip_id))
    if clip is None:
        raise CannotPlay
    return clip


def note_play(*, clip: TrainingClip, organisation: Organisation, by: User) -> None:
    """Written down before a byte is opened, once in ten minutes. The first one of all is a line of the ledger.

    Raises CannotPlay: consent ended a moment ago.
    """
    since = timezone.now() - SAME_PLAY
    uses = LibraryUse.objects.filter(organisation=organisation, clip_id=clip.clip_id, closed_at=None)
    if uses.filter(plays__at__gt=since).exists():
        return
    try:
        with transaction.atomic():
            hold_part(part_id=clip.part_id)
            use = uses.first() or _open_use(clip=clip, organisation=organisation, by=by)
            LibraryPlay.objects.create(use=use, by=by, at=timezone.now())
    except (NotReleasable, PartMissing):
        raise CannotPlay from None


def _open_use(*, clip: TrainingClip, organisation: Organisation, by: User) -> LibraryUse:
    use = LibraryUse(
        id=uuid.uuid4(),
        organisation=organisation,
        clip_id=clip.clip_id,
        story_id=clip.story_id,
        form=clip.form,
        opened_at=timezone.now(),
    )
    release_for_training(
        destination_id=use.pk,
        kind=DestinationKind.LIBRARY,
        story_ids=[clip.story_id],
        form=clip.form,
        destination=ledger_line(_("Played to teach staff, by %(body)s") % {"body": organisation.name}),
        by=by,
    )
    use.save(force_insert=True)
    watch_story(story_id=clip.story_id)
    return use


def ledger_line(words: str) -> str:
    """As its tellers read it on their own page; as long as the ledger has room for."""
    return words if len(words) <= LEDGER_LINE else f"{words[: LEDGER_LINE - 1]}…"
