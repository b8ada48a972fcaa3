"""What transcription keeps of a teller's recordings, for the download: the safe copies and their captions."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from stories.downloads import Kept, KeptFile, pieces
from transcription.models import SafeCopy
from transcription.release import ReleasedClip, as_clip

ENDINGS = {"audio/ogg": "opus", "video/mp4": "mp4"}


def keep_safe_copies(story_id: UUID) -> Kept:
    made = SafeCopy.objects.filter(recording__story_id=story_id, stale_at=None).select_related("recording")
    clips = [as_clip(copy) for copy in made]
    data = [
        {
            "form": clip.form.label,
            "seconds": round(clip.duration),
            "hash": clip.sha256,
            "file": _name(number, clip),
            "captions": clip.captions(),
        }
        for number, clip in enumerate(clips, 1)
    ]
    files = [KeptFile(_name(number, clip), partial(_read, clip)) for number, clip in enumerate(clips, 1)]
    return Kept(data, files)


def _name(number: int, clip: ReleasedClip) -> str:
    return f"safe-copies/{number}.{ENDINGS.get(clip.mime, 'bin')}"


def _read(clip: ReleasedClip) -> Iterator[bytes]:
    return pieces(clip.open())
