"""Words and times of the invented recordings, as the synthesiser that spoke them noted them: no model is needed."""

import json
from uuid import UUID

from accounts.models import User
from common.jobs.service import jobs_for
from stories.demo import FOLDER
from stories.parts import part_info
from transcription.engines.base import Result, Segment, Word
from transcription.hearing import keep, look, meet
from transcription.listening.rehearsed import confirm_everything
from transcription.safe_copies import make_safe_copy

ENGINE = "espeak-ng (invented)"


def keep_words(part_id: UUID, slug: str) -> None:
    """Store the transcript of one demo recording, exactly as a worker would have, and let its job rest."""
    info = part_info(part_id=part_id)
    recording = meet(info)
    facts = look(info=info, recording=recording)
    result = read_result(slug=slug, language=info.language)
    keep(recording=recording, facts=facts, result=result, beat=lambda _share, _note: None)
    jobs_for(object_id=part_id).filter(kind="transcribe_recording").delete()


def confirm_words(story_id: UUID, by: User) -> None:
    """The synthesiser said exactly these words."""
    confirm_everything(story_id=story_id, by=by)


def make_copy(part_id: UUID) -> None:
    """At once, in this process: there may be no worker and no model yet. Its job then finds nothing left to do."""
    make_safe_copy(part_id=part_id, beat=lambda _share, _note: None, times_are_exact=True)


def read_result(*, slug: str, language: str) -> Result:
    noted = json.loads((FOLDER / "audio" / f"{slug}.words.json").read_text(encoding="utf-8"))
    segments = tuple(
        Segment(each["start"], each["end"], tuple(Word(**word) for word in each["words"])) for each in noted
    )
    return Result(
        segments=segments,
        language=language,
        engine=ENGINE,
        model_hash="",
        duration=segments[-1].end,
    )
