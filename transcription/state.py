"""Where a recording stands, in words for editors and tellers."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from common.jobs.enums import UNFINISHED, JobState
from common.jobs.models import Job
from common.jobs.service import jobs_for
from transcription.enums import Outcome, Problem, Stage
from transcription.models import Recording

COMMAND_MARK = "python manage.py "


@dataclass(frozen=True)
class RecordingState:
    stage: Stage
    progress: float  # 0 to 1
    message: str
    command: str  # what to run on the server, when that is what it waits for
    retry_job: UUID | None = None
    under_way: bool = False  # or waits; what failed is not, until somebody tries again


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
    """Of each; one query, however many."""
    ids = [str(part_id) for part_id in part_ids]
    jobs = Job.objects.filter(kind="make_safe_copy", object_id__in=ids) if ids else Job.objects.none()
    latest = {job.object_id: job for job in jobs.order_by("created_at", "id")}  # later rows win
    return {part_id: _state(latest.get(str(part_id))) for part_id in part_ids}


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
