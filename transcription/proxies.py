"""What editors play when no browser plays the original: whether it is there, how it comes along, and its end."""

from uuid import UUID

from common.jobs.enums import JobState
from common.jobs.service import jobs_for
from common.vault.files import delete_file, open_file
from common.vault.reader import SealedReader
from transcription.models import Proxy
from transcription.state import RecordingState, from_job

KIND = "make_proxy"


def ready_proxy(*, part_id: UUID) -> Proxy | None:
    made = Proxy.objects.filter(recording__part_id=part_id, recording__erased_at=None, size__isnull=False)
    return made.select_related("recording").first()


def open_proxy(*, proxy: Proxy) -> SealedReader:
    """As sealed as the original: the caller answers for who asks. Raises KeyDestroyed, FileMissing."""
    return open_file(owner=proxy.recording.story_id, context=proxy.file_context, name=proxy.file_name)


def proxy_state(*, part_id: UUID) -> RecordingState | None:
    """How it comes along; None where none is needed, or it is there."""
    job = jobs_for(object_id=part_id).filter(kind=KIND).first()
    return from_job(job) if job is not None and job.state != JobState.DONE else None


def drop_proxy(*, proxy: Proxy) -> None:
    """The file first: a row that names no file is harmless, a file that no row names is not."""
    delete_file(name=proxy.file_name)
    proxy.delete()
