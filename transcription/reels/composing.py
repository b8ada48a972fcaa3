"""From a reel's rows and what the gate lets through to the plan that is shown beforehand and made into a film."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from transcription.clips.door import TrainingClip
from transcription.models import Reel
from transcription.reels import plan
from transcription.reels.building import Placed, questions_of

NOT_YET = "XXXX-XXXX-XXXX"
LONGEST = 30 * 60  # seconds
LONG = 12 * 60


@dataclass(frozen=True)
class Warning:
    """`stops` says that it cannot be exported like this."""

    message: str
    stops: bool = False


@dataclass(frozen=True)
class Shown:
    """One scene of the plan, with the second at which it begins."""

    at: float
    scene: plan.Scene

    @property
    def is_clip(self) -> bool:
        return isinstance(self.scene, plan.ReelClip)


def frozen(*, reel: Reel, placed: Sequence[Placed], burned: bool = False) -> dict[str, Any]:
    """The trainers' own words as they stand now. Nothing of a teller's, a clip's title included."""
    return {
        "title": reel.title,
        "content_note": reel.content_note,
        "pause": reel.pause,
        "questions": list(questions_of(reel.questions)),
        "titles": [each.item.title for each in placed],
        **({"burned": True} if burned else {}),
    }


def compose(
    *, words: dict[str, Any], clips: Sequence[TrainingClip], files: Sequence[Path] = (), code: str = NOT_YET
) -> plan.Reel:
    """CLIPS and the titles in WORDS are in the same order; FILES are theirs, when there is a film to make."""
    paths = list(files) or [Path()] * len(clips)
    return plan.Reel(
        title=plan.without_controls(words["title"]),
        content_note=plan.without_controls(words["content_note"]),
        clips=tuple(
            plan.ReelClip(
                plan.without_controls(title or clip.title), path, clip.picture, clip.seconds, clip.cues
            )
            for title, clip, path in zip(words["titles"], clips, paths, strict=True)
        ),
        questions=tuple(plan.without_controls(each) for each in words["questions"]),
        pause=float(words["pause"]),
        verify_url=verify_url(code),
        verify_code=code,
        burned=words.get("burned", False),
    )


def verify_url(code: str) -> str:
    """The public address belongs to the app above; it asks us."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("campaigns:verify", args=[code])


def timeline(reel: plan.Reel) -> list[Shown]:
    """Raises CannotShow."""
    shown, at = [], 0.0
    for scene in plan.scenes_of(reel):
        shown.append(Shown(at, scene))
        at += scene.seconds
    return shown


def warnings_for(*, reel: Reel, placed: Sequence[Placed]) -> list[Warning]:
    """What to look at before it is exported, the worst first."""
    return sorted(_warnings(reel, placed), key=lambda each: not each.stops)


def _warnings(reel: Reel, placed: Sequence[Placed]) -> Iterable[Warning]:
    clips = [each.clip for each in placed if each.clip]
    if not clips:
        yield Warning(_("Put at least one clip into the reel."), stops=True)
    if len(clips) < len(placed):
        yield Warning(_("A clip in it may not be used any more. Take it out."), stops=True)
    if not reel.content_note.strip():
        yield Warning(_("Say what the reel speaks of: people must know before it begins."), stops=True)
    seconds = sum(clip.seconds for clip in clips)
    if seconds > LONGEST:
        yield Warning(_("The clips take longer than half an hour. Take some out."), stops=True)
    elif seconds > LONG:
        yield Warning(_("The clips take more than twelve minutes: a room stops listening before that."))
    if not reel.pause:
        yield Warning(_("There is no pause after the last clip. Some in the room will need one."))
    if not questions_of(reel.questions):
        yield Warning(_("There are no questions. People watch, and go back to the ward as they came."))
    if missing := missing_notes(note=reel.content_note, clips=clips):
        yield Warning(_("The clips carry notes that yours does not name: %s.") % ", ".join(missing))


def missing_notes(*, note: str, clips: Sequence[TrainingClip]) -> list[str]:
    """Labels of content notes that the words of NOTE do not have in them."""
    labels = dict.fromkeys(term.label for clip in clips for term in clip.content_notes)
    return [label for label in labels if label.lower() not in note.lower()]


def suggested_note(placed: Sequence[Placed]) -> str:
    """What the clips in it say of themselves, to begin from."""
    return ", ".join(missing_notes(note="", clips=[each.clip for each in placed if each.clip]))
