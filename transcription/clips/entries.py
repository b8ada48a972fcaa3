"""What is written down about clips: who cut, heard or dropped one. Ids only."""

from accounts.models import User
from common import audit
from stories.parts import part_info
from transcription.models import Clip

CUT = "heard.clip_cut"
HEARD = "heard.clip_heard"
DROPPED = "heard.clip_dropped"


def log(action: str, *, clip: Clip, by: User) -> None:
    """Raises PartMissing."""
    info = part_info(part_id=clip.recording.part_id)
    data = {"part": str(info.part_id), "clip": str(clip.pk)}
    audit.record(action=action, user=by, reference=info.reference, object_id=info.story_id, data=data)
