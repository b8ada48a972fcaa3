"""Opening a part slowly: its first lines, and the rest only when the editor asks for it. Both steps are in the log."""

from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from stories import looks, workbench
from stories.enums import Extent
from stories.models import SealedPart
from stories.sealing import open_part_text

FIRST = 280  # letters: what a person takes in at one look. A part that is no longer is opened whole


@dataclass(frozen=True)
class FirstLines:
    part: SealedPart
    text: str
    left: int  # letters that are still closed


def is_open(*, story_id: UUID, part_id: UUID, by: User) -> bool:
    """Whether BY may be shown the whole part: they asked for it in this sitting, or it is short, or not there."""
    part = SealedPart.objects.defer("sealed_text").filter(pk=part_id, submission_id=story_id).first()
    if part is None or part.text_length <= FIRST:
        return True
    return str(part_id) in looks.rest_opened(story_id=story_id, by=by)


def open_first(*, story_id: UUID, part_id: UUID, by: User) -> FirstLines:
    """Logged before it is opened. Raises StageRefused, WhyNotSaid, SealedPart.DoesNotExist, KeyDestroyed."""
    story, part = workbench.find_open(story_id=story_id, part_id=part_id, by=by)
    workbench.look(story, by, part=str(part.pk), extent=Extent.FIRST.value)
    text = open_part_text(part=part)
    first = _cut(text)
    return FirstLines(part, first, len(text) - len(first))


def _cut(text: str) -> str:
    """Up to FIRST letters, whole words only, unless one word is as long as that."""
    if len(text) <= FIRST:
        return text
    return text[:FIRST].rsplit(None, 1)[0] or text[:FIRST]


def open_rest(*, story_id: UUID, part_id: UUID, by: User) -> None:
    """BY wants to read on: from now on, in this sitting, the part is open to its end. Raises as above."""
    story, part = workbench.find_open(story_id=story_id, part_id=part_id, by=by)
    data = {"part": str(part.pk)}
    looks.log_look(story_id=story.pk, reference=story.reference, by=by, action=looks.REST, data=data)
