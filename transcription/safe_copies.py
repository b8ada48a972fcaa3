"""Making the treated copies that consent allows: redactions muted, voice and picture disguised, checked for leaks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.jobs.errors import Refused, Waiting
from common.jobs.service import enqueue
from common.vault.errors import KeyDestroyed
from common.vault.files import SealedFile, new_name, seal_file
from common.vault.text import seal_text
from common.workspace import private_folder
from stories.copies import mark_waiting
from stories.enums import Form
from stories.parts import (
    PartMissing,
    hidden_in_story,
    hold_part,
    part_info,
    part_text,
    redaction_spans,
    theme_slugs,
)
from transcription import transcripts
from transcription.captions import Cue, build_cues, write_vtt
from transcription.currency import current_fingerprint
from transcription.engines.base import Engine
from transcription.enums import Outcome, Picture, Voice
from transcription.errors import Leak
from transcription.faces.covering import hide_lost_and_found
from transcription.faces.hidden import to_text
from transcription.hearing_again import engine_for, hear_again
from transcription.leaks import check_copy
from transcription.media.probe import probe
from transcription.media.speaking import Line
from transcription.media.treat import treat
from transcription.media.treatment import Treatment
from transcription.models import Recording, SafeCopy
from transcription.models.safe_copy import UNFINISHED
from transcription.purging import drop_copy
from transcription.timed import text_of
from transcription.treatments.planned import lines_to_speak, plan_treatment, stand_in
from transcription.unsealing import unseal_part
from transcription.wanted import consented_forms, forms_to_make

Beat = Callable[[float | None, str], None]
FINDING = 0.7  # of the work, where faces are looked for


@dataclass(frozen=True)
class Plan:
    """What one copy is to be, and what must not be in it."""

    recording: Recording
    form: Form
    fingerprint: str
    treatment: Treatment
    cues: list[Cue]
    hidden: list[str]
    lines: list[Line]  # what a computer would say in the teller's place

    @property
    def duration(self) -> float:
        return self.recording.duration or 0.0


def make_safe_copy(*, part_id: UUID, beat: Beat, times_are_exact: bool = False) -> None:
    """Make each copy that consent allows now, unless it is there.

    Does nothing when no form of sound or film is agreed to, or the story was erased. Raises Waiting before there is a
    transcript, or without the speech model that hears the finished copy; Refused when nothing was understood, the
    words moved, or a finished copy leaks: the others are made. TIMES_ARE_EXACT only where a synthesiser itself noted
    when it said each word: then nothing can lie beside its silence.
    """
    refused: list[Refused] = []
    drop_unfinished(part_id=part_id)
    try:
        for plan in plan_copies(part_id=part_id):
            try:
                build(plan=plan, beat=beat, listens=not times_are_exact)
            except Refused as why:
                refused.append(why)
    except (PartMissing, KeyDestroyed):
        return
    if refused:
        raise refused[0]


def plan_copies(*, part_id: UUID) -> list[Plan]:
    recording = Recording.objects.filter(part_id=part_id).first()
    if not consented_forms(part_id=part_id):
        return []
    if recording is None or recording.outcome == Outcome.PENDING:
        raise Waiting("no-transcript", _("The recording is transcribed first."))
    forms = forms_to_make(recording=recording)
    if not forms:
        return []
    if recording.outcome != Outcome.TRANSCRIBED:
        raise Refused(
            _("Nothing was understood in this recording, so nothing in it can be hidden and no copy is made.")
        )
    marks = {form: current_fingerprint(recording=recording, form=form) for form in forms}
    made = set(recording.safe_copies.filter(stale_at=None).values_list("fingerprint", flat=True))
    return [
        fill_plan(recording=recording, form=form, fingerprint=mark)
        for form, mark in marks.items()
        if mark is not None and mark not in made
    ]


def fill_plan(*, recording: Recording, form: Form, fingerprint: str) -> Plan:
    segments = transcripts.words(part_id=recording.part_id)
    text, spans = part_text(part_id=recording.part_id), redaction_spans(part_id=recording.part_id)
    if text != text_of(segments):
        raise Refused(
            _("The words of this recording are no longer those that were timed. Transcribe it again.")
        )
    treatment = plan_treatment(recording=recording, form=form, segments=segments, spans=spans)
    cues = build_cues(segments=segments, spans=spans)
    hidden = hidden_in_story(part_id=recording.part_id)
    lines = lines_to_speak(segments=segments, spans=spans)
    return Plan(recording, form, fingerprint, treatment, cues, hidden, lines)


def build(*, plan: Plan, beat: Beat, listens: bool = True) -> None:
    own = plan.treatment.voice != Voice.SPOKEN  # of what a computer says every word is known
    engine = engine_for(mutes=plan.treatment.mutes) if listens and own else None
    with private_folder() as folder:
        source, target = folder / "source", folder / f"copy{plan.treatment.suffix}"
        unseal_part(part_id=plan.recording.part_id, to=source)
        plan = with_faces_hidden(with_stand_ins(plan, folder=folder), source=source, folder=folder, beat=beat)
        make(plan=plan, source=source, target=target, beat=beat)
        to_hear = before_disguise(plan=plan, source=source, target=target) if engine else target
        source.unlink()
        check(plan=plan, file=target)
        listen(plan=plan, file=to_hear, engine=engine, beat=beat)
        store(plan=plan, file=target, beat=beat)


def with_stand_ins(plan: Plan, *, folder: Path) -> Plan:
    """Raises Refused."""
    story_id = plan.recording.story_id
    treatment = stand_in(
        treatment=plan.treatment,
        lines=plan.lines,
        themes=theme_slugs(story_id=story_id),
        language=part_info(part_id=plan.recording.part_id).language,
        folder=folder,
    )
    return replace(plan, treatment=treatment)


def with_faces_hidden(plan: Plan, *, source: Path, folder: Path, beat: Beat) -> Plan:
    """Where faces alone are to be hidden, the film in which they are. Raises Refused."""
    if plan.treatment.picture != Picture.FACES:
        return plan
    told = progress(plan, beat, begins=0.0, share=FINDING)
    treatment = hide_lost_and_found(treatment=plan.treatment, source=source, folder=folder, on_progress=told)
    return replace(plan, treatment=treatment)


def progress(plan: Plan, beat: Beat, *, begins: float, share: float) -> Callable[[float], None]:
    def on_progress(seconds: float) -> None:
        beat(begins + min(seconds / plan.duration, 1.0) * share if plan.duration else None, "")

    return on_progress


def make(*, plan: Plan, source: Path, target: Path, beat: Beat) -> None:
    begins = FINDING if plan.treatment.faces else 0.0
    on_progress = progress(plan, beat, begins=begins, share=0.95 - begins)

    with source.open("rb") as file:
        facts = probe(file)
    treat(source=source, target=target, facts=facts, treatment=plan.treatment, on_progress=on_progress)


def before_disguise(*, plan: Plan, source: Path, target: Path) -> Path:
    """What the speech model hears: of a disguised voice the same sound, muted by the same filters, before its disguise.

    In a disguised voice a model guesses, and guesses names that were never there.
    """
    if plan.treatment.voice != Voice.DISGUISED:
        return target
    with source.open("rb") as file:
        facts = probe(file)
    plain = Treatment(mutes=plan.treatment.mutes)
    muted = target.with_name(f"muted{plain.suffix}")
    treat(source=source, target=muted, facts=facts, treatment=plain, on_progress=lambda _seconds: None)
    return muted


def check(*, plan: Plan, file: Path) -> None:
    try:
        check_copy(
            file=file,
            treatment=plan.treatment,
            duration=plan.duration,
            cues=plan.cues,
            hidden=plan.hidden,
        )
    except Leak as leak:
        raise Refused(str(leak)) from leak


def listen(*, plan: Plan, file: Path, engine: Engine | None, beat: Beat) -> None:
    transcript = transcripts.current_transcript(part_id=plan.recording.part_id)
    try:
        hear_again(
            file=file,
            engine=engine,
            mutes=plan.treatment.mutes,
            hidden=plan.hidden,
            language=transcript.language if transcript else "",
            tell=lambda share: beat(0.95 + share * 0.04, ""),
        )
    except Leak as leak:
        raise Refused(str(leak)) from leak


def store(*, plan: Plan, file: Path, beat: Beat) -> None:
    """Seal the copy, unless consent or decisions changed meanwhile.

    A row first, so that the file of a worker that is killed here is found; usable when both are whole.
    """
    copy = reserve(plan=plan)
    kept = False
    try:
        with file.open("rb") as plain:
            owner, context = plan.recording.story_id, copy.file_context
            sealed = seal_file(owner=owner, context=context, source=plain, name=copy.file_name)
        kept = save(copy=copy, sealed=sealed, beat=beat)
    finally:
        if not kept:
            drop_copy(copy=copy)


def reserve(*, plan: Plan) -> SafeCopy:
    drop_unfinished(part_id=plan.recording.part_id, fingerprint=plan.fingerprint)
    copy = SafeCopy(
        recording=plan.recording,
        form=plan.form,
        voice=plan.treatment.voice,
        picture=plan.treatment.picture or "",
        fingerprint=plan.fingerprint,
        file_name=new_name(),
        size=UNFINISHED,
        mime=plan.treatment.mime,
        duration=plan.duration,
        stale_at=timezone.now(),
    )
    owner = plan.recording.story_id
    if plan.treatment.faces is not None:
        copy.lost = [list(span) for span in plan.treatment.faces.lost]
        text = to_text(plan.treatment.faces)
        copy.sealed_faces = seal_text(owner=owner, text=text, context=copy.faces_context)
    captions = write_vtt(plan.cues)
    copy.sealed_captions = seal_text(owner=owner, text=captions, context=copy.captions_context)
    copy.save(force_insert=True)
    return copy


def drop_unfinished(*, part_id: UUID, **which: str) -> None:
    """What a worker that was killed left behind. One that is alive finds its row gone, and leaves the copy to this."""
    for left in SafeCopy.objects.filter(recording__part_id=part_id, size=UNFINISHED, **which):
        drop_copy(copy=left)


def save(*, copy: SafeCopy, sealed: SealedFile, beat: Beat) -> bool:
    """False when it is no longer wanted, or somebody else made the same copy meanwhile."""
    try:
        with transaction.atomic():
            beat(None, "")
            hold_part(part_id=copy.recording.part_id)
            recording = Recording.objects.select_for_update().get(pk=copy.recording_id)
            if not still_wanted(copy=copy, recording=recording):
                return False
            supersede(recording=recording)
            reserved = SafeCopy.objects.filter(pk=copy.pk, size=UNFINISHED)
            made = reserved.update(size=sealed.size, sha256=sealed.sha256, stale_at=None)
            mark_waiting(story_id=recording.story_id)
    except IntegrityError:
        return False
    return made == 1


def supersede(*, recording: Recording) -> None:
    """Copies of other decisions, or in a form that nothing wants any more: out of use, and soon gone."""
    wanted = [
        current_fingerprint(recording=recording, form=form) for form in forms_to_make(recording=recording)
    ]
    left = recording.safe_copies.filter(stale_at=None).exclude(
        fingerprint__in=[mark for mark in wanted if mark]
    )
    if left.update(stale_at=timezone.now()):
        enqueue(kind="purge_media", object_id=recording.story_id)


def still_wanted(*, copy: SafeCopy, recording: Recording) -> bool:
    form = Form(copy.form)
    same = current_fingerprint(recording=recording, form=form) == copy.fingerprint
    return same and form in forms_to_make(recording=recording)
