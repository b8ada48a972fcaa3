"""Listening to a recording: sealed sound in, sealed words out.

Nothing plain is on disk in between, but for discs and broadcasts, whose sound has to be put on one clock first.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic
from typing import BinaryIO, cast
from uuid import UUID

from django.db import transaction

from common.jobs.errors import Hindered, Refused, Waiting
from common.jobs.service import wake
from common.vault.errors import KeyDestroyed
from common.workspace import private_folder
from stories.parts import (
    PartInfo,
    PartMissing,
    attach_transcript,
    open_part_media,
    part_info,
    redaction_spans,
)
from transcription import transcripts
from transcription.engines.base import Engine, Result
from transcription.engines.deadline import TooSlow
from transcription.engines.registry import EngineMissing, NoModel, get_engine, let_go
from transcription.enums import Outcome, Problem
from transcription.media.containers import Unreadable
from transcription.media.decode import Chunk, decode_samples
from transcription.media.levels import Levels
from transcription.media.probe import MediaFacts, probe
from transcription.media.sides import Sides
from transcription.media.steady import may_begin_anew, steady_samples
from transcription.models import Recording, Transcript
from transcription.pieces_kept import PiecesKept
from transcription.proxy_making import want_proxy
from transcription.speakers import label_by_channel
from transcription.timed import text_of
from transcription.unsealing import unseal_part
from transcription.vocabulary.words import words_for

Beat = Callable[[float | None, str], None]
TELL_SECONDS = 1.0  # each telling is a write to the database
REMEDY = "Choose a smaller model (WHISPER_MODEL), or try again when nothing else runs here."
SHORT_BY = 0.9  # less than this share of the promised length was there: say so


def transcribe_recording(*, part_id: UUID, beat: Beat) -> None:
    """Transcribe one recording and hand its words to the story.

    Does nothing when the story was erased, or when this model already heard this very file. Raises Waiting without a
    model, Refused when the file cannot be used or an editor's decisions already stand on other words, Hindered when
    this machine is too slow for it now.
    """
    try:
        info = part_info(part_id=part_id)
        recording = meet(info)
        if recording.erased_at is None:
            listen(info=info, recording=recording, beat=beat)
    except (PartMissing, KeyDestroyed):
        return


def meet(info: PartInfo) -> Recording:
    recording, _made = Recording.objects.get_or_create(
        part_id=info.part_id, defaults={"story_id": info.story_id, "media_sha256": info.sha256}
    )
    return recording


def listen(*, info: PartInfo, recording: Recording, beat: Beat) -> None:
    try:
        hear(info=info, recording=recording, beat=beat)
    except Unreadable as error:
        refuse(recording=recording, problem=Problem(str(error)))


def hear(*, info: PartInfo, recording: Recording, beat: Beat) -> None:
    """Raises Unreadable, and whatever `transcribe_recording` does."""
    facts = look(info=info, recording=recording)
    engine = ready_engine()
    done = recording.transcripts.filter(media_sha256=info.sha256, model_hash=engine.model_hash).first()
    if done is not None:
        hand_over(recording=recording, transcript=done)
        return
    corrected = recording.transcripts.filter(versions__isnull=False).exists()
    if corrected or (recording.transcripts.exists() and redaction_spans(part_id=info.part_id)):
        raise Refused(
            "An editor has already worked on the words of this recording, so they stay as they are."
        )
    memory = PiecesKept(recording=recording, engine=engine, beat=beat)
    result = recognise(info=info, facts=facts, engine=engine, beat=beat, memory=memory)
    keep(recording=recording, facts=facts, result=result, beat=beat)


def look(*, info: PartInfo, recording: Recording) -> MediaFacts:
    """Note what the file is, so that editors can play it. Raises Unreadable; without sound nothing is to be heard."""
    with open_part_media(part_id=info.part_id) as media:
        facts = probe(cast(BinaryIO, media))
    seen = {
        "container": facts.container,
        "has_picture": facts.picture is not None,
        "sound_tracks": facts.sound_tracks,
    }
    Recording.objects.filter(pk=recording.pk).update(**seen)
    want_proxy(part_id=info.part_id, facts=facts)
    if facts.sound is None:
        raise Unreadable(Problem.NO_SOUND)
    return facts


def ready_engine() -> Engine:
    try:
        return get_engine()
    except NoModel as missing:
        raise Waiting("no-model", f"{missing.message} {missing.command}") from missing
    except EngineMissing as missing:
        raise Waiting("no-engine", str(missing)) from missing


def recognise(*, info: PartInfo, facts: MediaFacts, engine: Engine, beat: Beat, memory: PiecesKept) -> Result:
    spoken = info.language.partition("-")[0] or None
    beat(0.0, "")
    told = monotonic()

    def on_progress(seconds: float) -> None:
        nonlocal told
        if monotonic() - told >= TELL_SECONDS:
            told = monotonic()
            beat(min(seconds / facts.duration, 0.99) if facts.duration else None, f"{seconds / 60:.1f} min")

    levels, sides = Levels(), Sides()
    try:
        words = words_for(story_id=info.story_id)
        with sound_of(info.part_id, facts=facts, sides=sides) as sound:
            result = engine.transcribe(
                levels.through(sound), language=spoken, words=words, on_progress=on_progress, memory=memory
            )
    except TooSlow as error:
        let_go()
        raise Hindered(too_slow(minutes=memory.seconds / 60)) from error
    return label_by_channel(mark_silent(result, levels=levels), sides=sides)


def too_slow(*, minutes: float) -> str:
    """For editors, with what helps."""
    kept = f" What was heard before, {minutes:.0f} minutes, is kept and not heard again." if minutes else ""
    return f"This machine is too slow for this model: a few minutes of sound took hours.{kept} {REMEDY}"


def mark_silent(result: Result, *, levels: Levels) -> Result:
    """The words that stand where nothing was to be heard, marked: a model writes some of its inventions there."""
    silent = iter(levels.silent((word.start, word.end) for each in result.segments for word in each.words))
    segments = tuple(
        replace(each, words=tuple(replace(word, silent=next(silent)) for word in each.words))
        for each in result.segments
    )
    return replace(result, segments=segments)


@contextmanager
def sound_of(part_id: UUID, *, facts: MediaFacts, sides: Sides) -> Iterator[Iterator[Chunk]]:
    if not may_begin_anew(facts):
        with open_part_media(part_id=part_id) as media:
            yield decode_samples(cast(BinaryIO, media), sides=sides)
        return
    with private_folder() as folder:
        source = folder / "source"
        unseal_part(part_id=part_id, to=source)
        with steady_samples(source=source, facts=facts, folder=folder, sides=sides) as sound:
            source.unlink()
            yield sound


def keep(*, recording: Recording, facts: MediaFacts, result: Result, beat: Beat) -> None:
    """Everything about the result in one transaction, so that a killed worker leaves all of it or nothing."""
    if not result.duration:
        refuse(recording=recording, problem=Problem.NOT_MEDIA)
    with transaction.atomic():
        beat(None, "")  # locks the job's row: nobody can take the job between here and the commit
        recording = Recording.objects.select_for_update().get(pk=recording.pk)
        recording.duration = result.duration
        recording.outcome, recording.problem = judge(facts=facts, result=result)
        recording.save()
        recording.heard_pieces.all().delete()
        hand_over(recording=recording, transcript=transcripts.store(recording=recording, result=result))


def judge(*, facts: MediaFacts, result: Result) -> tuple[Outcome, Problem]:
    if not result.segments:
        return Outcome.NO_SPEECH, Problem.NO_SPEECH
    if facts.duration and result.duration < facts.duration * SHORT_BY - 1:
        return Outcome.TRANSCRIBED, Problem.CUT_SHORT
    return Outcome.TRANSCRIBED, Problem.NONE


def hand_over(*, recording: Recording, transcript: Transcript) -> None:
    """Give the story the words. Silence is handed over as no words, so that it does not hold up the rest."""
    segments = transcripts.open_segments(transcript=transcript)
    attach_transcript(part_id=recording.part_id, text=text_of(segments))
    wake(kind="make_safe_copy")


def refuse(*, recording: Recording, problem: Problem) -> None:
    """Raises Refused, after writing down why and freeing the rest of the story from waiting for this file."""
    with transaction.atomic():
        Recording.objects.filter(pk=recording.pk).update(outcome=Outcome.UNREADABLE, problem=problem)
        recording.heard_pieces.all().delete()
        attach_transcript(part_id=recording.part_id, text="")
    raise Refused(str(problem.label))
