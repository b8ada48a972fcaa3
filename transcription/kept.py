"""What transcription keeps of a teller's recordings, for the download: words, safe copies and captions."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from stories.downloads import Kept, KeptFile, pieces
from transcription.captions import as_srt
from transcription.currency import looked_through, needs_a_look
from transcription.models import SafeCopy, Transcript
from transcription.release import ReleasedClip, as_clip
from transcription.timed import text_of
from transcription.transcripts import open_heard, open_version

ENDINGS = {"audio/ogg": "opus", "video/mp4": "mp4"}


def keep_transcripts(story_id: UUID) -> Kept:
    """Of each recording: what the computer heard, and each version that somebody made of it. Raises KeyDestroyed."""
    rows = Transcript.objects.filter(recording__story_id=story_id).select_related("recording")
    return Kept([_transcript(row) for row in rows.prefetch_related("versions")])


def _transcript(row: Transcript) -> dict[str, Any]:
    return {
        "language": row.language,
        "heard by": row.engine,
        "heard at": row.created_at,
        "as the computer heard it": text_of(open_heard(transcript=row)),
        "versions": [
            {
                "number": version.number,
                "saved at": version.saved_at,
                "by": "you" if version.by_teller else "an editor",
                "words": text_of(open_version(transcript=row, version=version)),
            }
            for version in row.versions.all()
        ],
    }


def keep_safe_copies(story_id: UUID) -> Kept:
    made = SafeCopy.objects.filter(recording__story_id=story_id, stale_at=None).select_related("recording")
    clips = [as_clip(copy) for copy in looked_through(made) if not needs_a_look(copy)]
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
    files = [each for number, clip in enumerate(clips, 1) for each in _files(number, clip)]
    return Kept(data, files)


def _files(number: int, clip: ReleasedClip) -> list[KeptFile]:
    """The copy, and its captions in the two forms that players know."""
    captions = f"safe-copies/{number}"
    return [
        KeptFile(_name(number, clip), partial(_read, clip)),
        KeptFile(f"{captions}.vtt", lambda: iter([clip.captions().encode()])),
        KeptFile(f"{captions}.srt", lambda: iter([as_srt(clip.captions()).encode()])),
    ]


def _name(number: int, clip: ReleasedClip) -> str:
    return f"safe-copies/{number}.{ENDINGS.get(clip.mime, 'bin')}"


def _read(clip: ReleasedClip) -> Iterator[bytes]:
    return pieces(clip.open())
