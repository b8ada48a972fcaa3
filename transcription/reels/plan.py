"""What one reel holds, and the scenes it becomes. No database, no sealing: the clips are files by now."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transcription.captions import Cue

TITLE_SECONDS, NOTE_SECONDS, CLIP_TITLE_SECONDS, VERIFY_SECONDS = 5.0, 8.0, 4.0, 12.0
QUESTION_SECONDS = 20.0
LONGEST_PAUSE = 120.0
STANDS = gettext_lazy("Does this reel still stand?")
ASK_FIRST = gettext_lazy(
    "The people in this film may take it back on any day. Ask before each showing whether it still stands:"
)


class CannotShow(Exception):
    """This makes no reel; the message says what is missing."""


@dataclass(frozen=True)
class ReelClip:
    """`cues` run from the clip's own beginning; `title` is the trainer's, never the teller's words."""

    title: str
    file: Path
    picture: bool
    seconds: float
    cues: tuple[Cue, ...]

    @property
    def words(self) -> str:
        """What its captions say, as one line."""
        return " ".join(" ".join(cue.text.split()) for cue in self.cues)


@dataclass(frozen=True)
class Reel:
    """`content_note` says what it speaks of; `pause` is the grounding pause in seconds, after the last clip."""

    title: str
    content_note: str
    clips: tuple[ReelClip, ...]
    questions: tuple[str, ...]
    pause: float
    verify_url: str
    verify_code: str
    language: str = "en"
    burned: bool = False  # captions drawn into the picture, for rooms where they cannot be switched on


@dataclass(frozen=True)
class Card:
    """One still picture of text. `kind` is for its look alone."""

    kind: str
    heading: str
    lines: tuple[str, ...]
    seconds: float


Scene = Card | ReelClip


def scenes_of(reel: Reel) -> tuple[Scene, ...]:
    """In the order in which they are shown: what it speaks of comes before anything is heard, the code comes last.

    Raises CannotShow.
    """
    if not reel.clips:
        raise CannotShow(_("Put at least one clip into the reel."))
    if not reel.content_note.strip():
        raise CannotShow(_("Say what the reel speaks of: people must know before it begins."))
    if not reel.verify_code or not reel.verify_url:
        raise CannotShow(_("This reel has no verify code yet, so nobody could ask whether it still stands."))
    if not 0 <= reel.pause <= LONGEST_PAUSE:
        raise CannotShow(_("The pause can be up to two minutes long."))
    return tuple(_scenes(reel))


def _scenes(reel: Reel) -> Iterator[Scene]:
    yield Card("title", reel.title, (), TITLE_SECONDS)
    step_out = _("You may step outside at any moment, and nobody asks why.")
    yield Card("note", _("What you are about to hear"), (reel.content_note, step_out), NOTE_SECONDS)
    for number, clip in enumerate(reel.clips, 1):
        of = _("%(number)d of %(count)d") % {"number": number, "count": len(reel.clips)}
        yield Card("clip", clip.title, (of,), CLIP_TITLE_SECONDS)
        yield clip
    if reel.pause:
        calm = (_("Feel your feet on the floor."), _("Look round the room. Breathe out slowly."))
        yield Card("pause", _("A pause"), calm, reel.pause)
    if reel.questions:
        yield Card("questions", _("To talk about"), reel.questions, QUESTION_SECONDS)
    yield Card("verify", str(STANDS), (str(ASK_FIRST), reel.verify_url, reel.verify_code), VERIFY_SECONDS)


def without_controls(text: str) -> str:
    """What was typed, with spaces for characters that nobody sees: PowerPoint's own line break is one, and slides and
    manifests cannot hold them."""
    return "".join(
        " " if unicodedata.category(letter) == "Cc" and letter != "\n" else letter for letter in text
    )


def captions_of(scenes: Sequence[Scene]) -> list[Cue]:
    """Those of all clips on the clock of the whole reel."""
    cues: list[Cue] = []
    at = 0.0
    for scene in scenes:
        if isinstance(scene, ReelClip):
            cues += [Cue(cue.start + at, min(cue.end, scene.seconds) + at, cue.text) for cue in scene.cues]
        at += scene.seconds
    return cues


def length_of(scenes: Sequence[Scene]) -> float:
    return sum(scene.seconds for scene in scenes)
