"""Taking each person's testimony out of an old recording, into a submission of their own.

One job for each person, and one transaction that makes it true. Killed before it, a draft is left that the next run
throws away, key and all; killed after it, the next run finds it done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit
from common.jobs.errors import Refused
from common.jobs.service import enqueue
from common.vault.errors import KeyDestroyed
from common.vault.text import seal_text
from common.workspace import private_folder
from stories.intake import on_behalf
from stories.media_kind import NotARecording
from transcription.enums import CardState, RipState
from transcription.media.containers import Unreadable
from transcription.media.ffmpeg import FfmpegFailed
from transcription.media.probe import probe
from transcription.models import Rip, RipCard
from transcription.splitting.bringing import hold_rip
from transcription.splitting.cutting import Span, cut_out
from transcription.splitting.drafts import forget_draft, give_back
from transcription.splitting.ending import let_go
from transcription.splitting.stretches import spans_of
from transcription.splitting.unsealing import unseal_rip

TAKE = "take_testimony"
SPLIT = "heard.rip_split"
LANGUAGES = ("en", "cy")
OFF_BY = 0.5  # seconds: more means that the disc could not be read through
Beat = Callable[[float | None, str], None]


@dataclass(frozen=True)
class About:
    """What whoever splits it knows of one person."""

    language: str
    adult: bool


class CannotTake(ValueError):
    """The message says what is missing. Nothing was begun."""


class WrongLength(Exception):
    """What was cut out is not as long as the stretches are."""


def ask_for_taking(*, rip_id: UUID, people: Mapping[int, About], by: User) -> None:
    """All persons who are not taken yet, at once: when the last is here, the recording is destroyed.

    Raises CannotTake, NotOpen.
    """
    with transaction.atomic():
        rip = hold_rip(rip_id=rip_id, at=[RipState.READY])
        cards = list(rip.cards.filter(state=CardState.OPEN))
        if not cards:
            raise CannotTake(_("Nobody has a stretch yet. Give each person theirs first, and save."))
        for card in cards:
            about = people.get(card.number)
            if about is None or not about.adult:
                said = _("Say of person %d that they are 18 or over, or leave their stretches out.")
                raise CannotTake(said % card.number)
            card.language = about.language if about.language in LANGUAGES else "en"
            card.adult, card.state, card.asked_by = True, CardState.ASKED, by
            card.save(update_fields=["language", "adult", "state", "asked_by"])
            enqueue(kind=TAKE, object_id=card.pk)
        data = {"people": len(cards)}
        audit.record(action=SPLIT, user=by, reference=rip.reference, object_id=rip.pk, data=data)


def take_testimony(*, card_id: UUID, beat: Beat) -> None:
    """Does nothing when it is taken, or the recording is gone. Raises Refused when it cannot be cut out."""
    card = RipCard.objects.select_related("rip").filter(pk=card_id, state=CardState.ASKED).first()
    if card is None:
        return
    forget_draft(card)
    if card.rip.state != RipState.READY:
        return
    try:
        with private_folder() as folder:
            keep(card=card, file=cut(card=card, folder=folder, beat=beat), beat=beat)
    except KeyDestroyed:
        forget_draft(card)
    except on_behalf.AlreadyHere as error:
        give_back(card)
        raise Refused(
            _("This very recording was brought in before. It is not taken a second time.")
        ) from error
    except (FfmpegFailed, Unreadable, NotARecording, WrongLength) as error:
        give_back(card)
        raise Refused(
            _(
                "It could not be cut out whole: the recording may be damaged there. Nothing of this person came in. "
                "Look at their stretches, leave out what does not play, and take them again."
            )
        ) from error


def cut(*, card: RipCard, folder: Path, beat: Beat) -> Path:
    """Raises Unreadable, FfmpegFailed, WrongLength, KeyDestroyed."""
    source, target = folder / "source", folder / "testimony"
    unseal_rip(rip=card.rip, to=source)
    with source.open("rb") as file:
        facts = probe(file)
    spans = spans_of(card)
    whole = sum(end - start for start, end in spans)
    cut_out(
        source=source,
        target=target,
        facts=facts,
        spans=spans,
        on_progress=lambda seconds: beat(min(seconds / whole, 0.95), ""),
    )
    source.unlink()
    check_length(target, spans)
    return target


def check_length(file: Path, spans: list[Span]) -> None:
    wanted = sum(end - start for start, end in spans)
    with file.open("rb") as cut_file:
        length = probe(cut_file).duration or 0.0
    if abs(length - wanted) > OFF_BY:
        raise WrongLength


def keep(*, card: RipCard, file: Path, beat: Beat) -> None:
    with transaction.atomic():
        beat(0.97, "")
        draft = on_behalf.begin_for(language=card.language)
        RipCard.objects.filter(pk=card.pk).update(draft_id=draft)
    on_behalf.keep_recording_for(submission_id=draft, file=file)
    with transaction.atomic():
        beat(None, "")  # raises LeaseLost when another worker has it
        rip = Rip.objects.select_for_update().get(pk=card.rip_id)
        if (
            rip.state != RipState.READY
        ):  # destroyed meanwhile: a teller took theirs back, or it was thrown away
            raise KeyDestroyed("The recording is gone.")
        brought = on_behalf.send_for(
            submission_id=draft, file=file, organisation_id=rip.organisation_id, by=card.asked_by
        )
        finish(card=card, brought=brought)
        if not rip.cards.exclude(state=CardState.TAKEN).exists():
            let_go(rip=rip)


def finish(*, card: RipCard, brought: on_behalf.Brought) -> None:
    sealed = seal_text(owner=brought.story_id, text=brought.words, context=card.words_context)
    RipCard.objects.filter(pk=card.pk).update(
        state=CardState.TAKEN,
        draft_id=None,
        story_id=brought.story_id,
        part_id=brought.part_id,
        story_reference=brought.reference,
        sealed_words=sealed,
    )
