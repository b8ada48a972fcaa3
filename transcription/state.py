"""Where a recording stands, in words for editors and tellers."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from common.jobs.enums import UNFINISHED, JobState
from common.jobs.models import Job
from common.jobs.service import jobs_for
from transcription.currency import looked_through, needs_a_look
from transcription.enums import Outcome, Problem, Stage
from transcription.models import Recording, SafeCopy

COMMAND_MARK = "python manage.py "


@dataclass(frozen=True)
class RecordingState:
    stage: Stage
    progress: float  # 0 to 1
    message: str
    command: str  # what to run on the server, when that is what it waits for
    retry_job: UUID | None = None
    under_way: bool = False  # or waits; what failed is not, until somebody tries again
    to_look_at: bool = False  # made, and shut until somebody has looked where a face was lost


OF_JOB = {
    JobState.QUEUED: Stage.QUEUED,
    JobState.RUNNING: Stage.RUNNING,
    JobState.WAITING: Stage.WAITING,
    JobState.FAILED: Stage.FAILED,
    JobState.DONE: Stage.TRANSCRIBED,
}


def recording_state(*, part_id: UUID) -> RecordingState:
    recording = Recording.objects.filter(part_id=part_id).first()
    job = jobs_for(object_id=part_id).filter(kind="transcribe_recording").first()
    if recording and (job is None or job.state == JobState.DONE):
        return finished(recording)
    return _state(job)


def safe_copy_state(*, part_id: UUID) -> RecordingState:
    return safe_copy_states(part_ids=[part_id])[part_id]


def safe_copy_states(*, part_ids: Collection[UUID]) -> dict[UUID, RecordingState]:
    """Of each; two queries, however many."""
    ids = [str(part_id) for part_id in part_ids]
    jobs = Job.objects.filter(kind="make_safe_copy", object_id__in=ids) if ids else Job.objects.none()
    latest = {job.object_id: job for job in jobs.order_by("created_at", "id")}  # later rows win
    done = [part_id for part_id in part_ids if _is_done(latest.get(str(part_id)))]
    to_look_at = parts_to_look_at(part_ids=done) if done else set()
    return {
        part_id: _to_look_at() if part_id in to_look_at else _state(latest.get(str(part_id)))
        for part_id in part_ids
    }


def _is_done(job: Job | None) -> bool:
    return job is not None and job.state == JobState.DONE


def parts_to_look_at(*, part_ids: Collection[UUID]) -> set[UUID]:
    """Those with a copy in which somebody has still to look for a face that was lost."""
    made = SafeCopy.objects.filter(recording__part_id__in=part_ids, stale_at=None).exclude(lost=[])
    return {
        copy.recording.part_id
        for copy in looked_through(made.select_related("recording"))
        if needs_a_look(copy)
    }


def _to_look_at() -> RecordingState:
    said = _(
        "It is made, and the computer lost a face in it. Somebody who makes stories anonymous looks at those "
        "stretches, frame by frame; until then nobody can use it."
    )
    return RecordingState(Stage.WAITING, 1.0, said, "", under_way=True, to_look_at=True)


def _state(job: Job | None) -> RecordingState:
    return from_job(job) if job else RecordingState(Stage.QUEUED, 0.0, _("Nothing has been started yet."), "")


def finished(recording: Recording) -> RecordingState:
    stage = {
        Outcome.TRANSCRIBED: Stage.TRANSCRIBED,
        Outcome.NO_SPEECH: Stage.NO_SPEECH,
        Outcome.UNREADABLE: Stage.FAILED,
        Outcome.PENDING: Stage.QUEUED,
    }[Outcome(recording.outcome)]
    told = (str(Problem(recording.problem).label), other_tracks(recording))
    return RecordingState(stage, 1.0, " ".join(each for each in told if each), "")


def other_tracks(recording: Recording) -> str:
    if recording.sound_tracks < 2:
        return ""
    return _(
        "This file has %(count)d sound tracks. Only the first is heard, written down and used; the others stay in the "
        "sealed original. If the teller speaks on another one, ask for a file with that track alone."
    ) % {"count": recording.sound_tracks}


def from_job(job: Job) -> RecordingState:
    state = JobState(job.state)
    message, command = split_command(job.reason)
    if state == JobState.QUEUED and not message:
        message = _("It starts when a worker is free.")
    can_retry = state in (JobState.FAILED, JobState.WAITING)
    retry = job.pk if can_retry else None
    return RecordingState(OF_JOB[state], job.progress, message, command, retry, state in UNFINISHED)


def split_command(reason: str) -> tuple[str, str]:
    message, mark, rest = reason.partition(COMMAND_MARK)
    return message.strip(), f"{mark}{rest}" if mark else ""
