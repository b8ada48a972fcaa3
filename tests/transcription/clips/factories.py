"""Clips brought to each state by the domain functions and the real jobs, on a story whose word times are known."""

from dataclasses import dataclass

from accounts.enums import Role
from accounts.models import User
from common.jobs.run_now import drain
from stories.enums import Form, Purpose
from stories.models import SealedPart
from tests.promise.recordings import make_spoken
from tests.stories.factories import make_user
from transcription.clips.agreeing import answer_clip, note_clip_opened, say_clip_safe
from transcription.clips.making import ask_for_clip
from transcription.models import Clip

STATES = ("asked", "cut", "heard", "agreed")
# "A nurse called Alan talked me down." is words 22 to 28; "Alan" is hidden behind "a nurse".
FIRST, LAST = 22, 28
TITLE = "Somebody who talked"
BOTH = (Purpose.WEBSITE, Purpose.TRAINING)


@dataclass(frozen=True)
class Made:
    """One clip with everybody around it. `row` is read anew each time."""

    part: SealedPart
    clip_id: object
    cutter: User
    second: User

    @property
    def row(self) -> Clip:
        return Clip.objects.select_related("recording").get(pk=self.clip_id)

    @property
    def story_id(self) -> object:
        return self.part.submission_id


def make_clip(
    state: str = "agreed",
    *,
    part: SealedPart | None = None,
    first: int = FIRST,
    last: int = LAST,
    title: str = TITLE,
    form: Form = Form.AUDIO,
    purposes: tuple[Purpose, ...] = BOTH,
) -> Made:
    part = part or make_spoken("published", form=form, purposes=purposes)
    cutter, second = make_user(Role.EDITOR), make_user(Role.SECOND_READER)
    clip = ask_for_clip(part_id=part.pk, first=first, last=last, title=title, by=cutter)
    made = Made(part, clip.pk, cutter, second)
    reached = STATES.index(state)
    if reached >= 1:
        drain()
    if reached >= 2:
        note_clip_opened(clip=made.row, by=second)
        say_clip_safe(clip_id=clip.pk, sha256=made.row.sha256, by=second)
    if reached >= 3:
        answer(made, yes=True)
    return made


def answer(made: Made, *, yes: bool) -> None:
    answer_clip(story_id=made.part.submission_id, clip_id=made.row.pk, sha256=made.row.sha256, approved=yes)
