"""One invented clip that its teller agreed to, and one reel with it, by the same functions as any other."""

from uuid import UUID

from django.conf import settings

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import organisations_of
from common.jobs.service import jobs_for
from transcription.clips.agreeing import answer_clip, note_clip_opened, say_clip_safe
from transcription.clips.making import ask_for_clip, cut_clip
from transcription.library.terms import MONTHS, agree
from transcription.models import Clip, Recording, Reel
from transcription.reels.building import add_clip, create_reel

STORY = "tea-at-four-in-the-morning"
FIRST, LAST = 32, 61  # "She said, I'm making tea" to "you can watch me have mine."
TITLE = "Making tea instead"


class NotForProduction(Exception):
    """Invented clips never stand beside real ones."""


def load_training(*, story_id: UUID, editor: User, second: User, trainer: User) -> Reel:
    """The clip is cut at once, in this process: there may be no worker yet."""
    if not settings.DEVELOPMENT:
        raise NotForProduction("Demo clips are for development only.")
    clip = _agreed_clip(story_id=story_id, editor=editor, second=second)
    body = organisations_of(user=trainer, role=Role.TRAINER)[0]
    purpose = "Ward staff in their first year: what to do before anybody is held. (Invented.)"
    agree(organisation=body, by=trainer, name=trainer.name, purpose=purpose, months=MONTHS[-1])
    reel = create_reel(organisation=body, title="What tea can do", by=trainer)
    reel.content_note = "Restraint is spoken of, and does not happen."
    reel.questions = "What did the nurse do first?\nWho had to stand round the corner and do nothing?"
    reel.save(update_fields=["content_note", "questions"])
    add_clip(reel=reel, clip_id=clip.pk)
    return reel


def _agreed_clip(*, story_id: UUID, editor: User, second: User) -> Clip:
    part_id = Recording.objects.get(story_id=story_id).part_id
    asked = ask_for_clip(part_id=part_id, first=FIRST, last=LAST, title=TITLE, by=editor)
    cut_clip(clip_id=asked.pk, beat=lambda _share, _note: None)
    jobs_for(object_id=asked.pk).filter(kind="cut_clip").delete()
    clip = Clip.objects.select_related("recording").get(pk=asked.pk)
    note_clip_opened(clip=clip, by=second)
    say_clip_safe(clip_id=clip.pk, sha256=clip.sha256, by=second)
    answer_clip(story_id=story_id, clip_id=clip.pk, sha256=clip.sha256, approved=True)
    return clip
