"""The two people who must have heard a clip before a trainer can, by its hash: a second editor, then its teller."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from stories.contact import ask_to_look
from stories.parts import PartMissing, hold_part, part_info
from stories.second_person import may_be_second
from transcription.clips.content import ClipWords, open_clips
from transcription.clips.door import still_right
from transcription.clips.entering import tell_entered, tell_left
from transcription.clips.entries import HEARD, log
from transcription.clips.standing import Standing, standing_of
from transcription.models import Clip, ClipAnswer


class CannotHear(Exception):
    """What an editor asked for is not possible; the message says why."""


class ClipChanged(Exception):
    """The clip that was answered is not the one that would be used now."""


def note_clip_opened(*, clip: Clip, by: User) -> None:
    """BY plays it. Nothing is noted of who cut it or worked on its story: they are no second person."""
    if _second(clip, by) and not clip.opened_by.filter(pk=by.pk).exists():
        clip.opened_by.add(by)


def _second(clip: Clip, by: User) -> bool:
    return clip.cut_by_id != by.pk and may_be_second(story_id=clip.recording.story_id, by=by)


def say_clip_safe(*, clip_id: UUID, sha256: str, by: User) -> None:
    """BY has heard the clip with this hash and found nobody in it who must not be known: now its teller is asked.

    Raises CannotHear, PartMissing, Clip.DoesNotExist.
    """
    with transaction.atomic():
        clip = _held(clip_id)
        if not _second(clip, by):
            raise CannotHear(
                _("Somebody else must hear it: you cut it, or made this story anonymous yourself.")
            )
        if clip.sha256 != sha256 or standing_of(clips=[clip])[clip.pk] != Standing.SECOND:
            raise CannotHear(_("This clip does not wait to be heard now. Look at it again."))
        if not clip.opened_by.filter(pk=by.pk).exists():
            raise CannotHear(_("You have not listened to it yet. Play it to its end first."))
        Clip.objects.filter(pk=clip.pk).update(heard_by=by, heard_at=timezone.now())
        log(HEARD, clip=clip, by=by)
        ask_to_look(story_id=clip.recording.story_id)


def _held(clip_id: UUID) -> Clip:
    """In the caller's transaction: nobody changes what consent allows of it, nor the clip itself."""
    hold_part(part_id=Clip.objects.select_related("recording").get(pk=clip_id).recording.part_id)
    held: Clip = Clip.objects.select_for_update(of=("self",)).select_related("recording").get(pk=clip_id)
    return held


@dataclass(frozen=True)
class TellersClip:
    """What a teller is asked about: the clip, and what stood around it."""

    clip: Clip
    title: str
    words: ClipWords
    standing: Standing
    language: str

    @property
    def asked(self) -> bool:
        return self.standing == Standing.TELLER


SHOWN = (Standing.TELLER, Standing.AGREED, Standing.REFUSED)


def clips_for_teller(*, story_id: UUID) -> list[TellersClip]:
    """Those a second person heard, what waits for an answer first."""
    clips = _asked_about(story_id)
    states, opened = standing_of(clips=clips), open_clips(clips=clips)
    language = part_info(part_id=clips[0].recording.part_id).language if clips else ""
    shown = [
        TellersClip(clip, said.title, said.words, states[clip.pk], language)
        for clip in clips
        if states[clip.pk] in SHOWN and (said := opened.get(clip.pk)) and said.words
    ]
    return sorted(shown, key=lambda each: not each.asked)


def _asked_about(story_id: UUID) -> Sequence[Clip]:
    heard = Clip.objects.filter(recording__story_id=story_id, stale_at=None, heard_at__isnull=False)
    return list(heard.select_related("recording"))


@dataclass(frozen=True)
class Asked:
    """How many clips wait for their teller, and how many were answered; no words are opened for it."""

    waiting: int
    answered: int


def clips_to_answer(*, story_id: UUID) -> Asked:
    clips = _asked_about(story_id)
    states = list(standing_of(clips=clips).values()) if clips else []
    waiting = states.count(Standing.TELLER)
    return Asked(waiting, states.count(Standing.AGREED) + states.count(Standing.REFUSED))


def heard_since(story_id: UUID, since: dt.datetime | None) -> bool:
    """Whether a clip has come to its teller since they were last told of anything."""
    clips = [
        clip for clip in _asked_about(story_id) if since is None or (clip.heard_at and clip.heard_at > since)
    ]
    return Standing.TELLER in standing_of(clips=clips).values() if clips else False


def teller_clip(*, clip_id: UUID) -> Clip | None:
    """For its teller's player; the caller has checked whose it is. Only one that a second person heard."""
    found = Clip.objects.filter(stale_at=None, pk=clip_id, heard_at__isnull=False)
    clip = found.select_related("recording").first()
    return clip if clip is not None and still_right([clip]) else None


def answer_clip(*, story_id: UUID, clip_id: UUID, sha256: str, approved: bool) -> None:
    """The teller's word on exactly this file; they may say something else on any day. A no stops it in this moment.

    Raises ClipChanged when it is not the clip that they heard, or may not be asked about any more.
    """
    with transaction.atomic():
        try:
            clip = _held(clip_id)
        except (PartMissing, Clip.DoesNotExist):
            raise ClipChanged from None
        asked = clip.recording.story_id == story_id and clip.heard_at is not None
        if not asked or clip.sha256 != sha256 or clip.stale_at:
            raise ClipChanged
        if approved and not still_right([clip]):
            raise ClipChanged
        ClipAnswer.objects.create(clip=clip, sha256=sha256, approved=approved, at=timezone.now())
        (tell_entered if approved else tell_left)(clip.pk)
