"""Background work of transcription: fetch by id, call one domain function.

The kinds are registered in every process, the website's too. What listens and treats loads PyAV, numpy and
CTranslate2, so it is imported by the worker that does it, not by everybody at start.
"""

from uuid import UUID

from common.jobs.registry import JobRun, job_kind
from transcription.purging import purge_media
from transcription.reels.recall import check_training, finish_recall
from transcription.reels.retiring import retire_export
from transcription.splitting.ending import destroy_rip, sweep_rip


@job_kind("transcribe_recording", queue="transcription", max_attempts=3)
def transcribe(run: JobRun) -> None:
    from transcription.hearing import transcribe_recording  # noqa: PLC0415  see above

    transcribe_recording(part_id=UUID(run.object_id), beat=run.heartbeat)


@job_kind("make_proxy", queue="media", max_attempts=3)
def proxy(run: JobRun) -> None:
    from transcription.proxy_making import make_proxy  # noqa: PLC0415  see above

    make_proxy(part_id=UUID(run.object_id), beat=run.heartbeat)


@job_kind("make_safe_copy", queue="media", max_attempts=3)
def make_copy(run: JobRun) -> None:
    from transcription.safe_copies import make_safe_copy  # noqa: PLC0415  see above

    make_safe_copy(part_id=UUID(run.object_id), beat=run.heartbeat)


@job_kind("cut_clip", queue="media", max_attempts=3)
def cut(run: JobRun) -> None:
    from transcription.clips.making import cut_clip  # noqa: PLC0415  see above

    cut_clip(clip_id=UUID(run.object_id), beat=run.heartbeat)


@job_kind("prepare_rip", queue="media", max_attempts=3)
def prepare(run: JobRun) -> None:
    from transcription.splitting.preparing import prepare_rip  # noqa: PLC0415  see above

    prepare_rip(rip_id=UUID(run.object_id), beat=run.heartbeat)


@job_kind("take_testimony", queue="media", max_attempts=3)
def take(run: JobRun) -> None:
    from transcription.splitting.taking import take_testimony  # noqa: PLC0415  see above

    take_testimony(card_id=UUID(run.object_id), beat=run.heartbeat)


@job_kind("destroy_rip", queue="default", max_attempts=10)
def destroy(run: JobRun) -> None:
    destroy_rip(rip_id=UUID(run.object_id))


@job_kind("sweep_rip", queue="default", max_attempts=10)
def look_at_rip(run: JobRun) -> None:
    sweep_rip(rip_id=UUID(run.object_id))


@job_kind("purge_media", queue="default", max_attempts=10)
def purge(run: JobRun) -> None:
    purge_media(story_id=UUID(run.object_id))


@job_kind("render_reel", queue="media", max_attempts=5)
def render_reel(run: JobRun) -> None:
    from transcription.reels.press import render_export  # noqa: PLC0415  see above

    render_export(export_id=UUID(run.object_id), beat=run.heartbeat)


@job_kind("recall_reel", queue="default", max_attempts=10)
def recall_reel(run: JobRun) -> None:
    finish_recall(export_id=UUID(run.object_id), beat=run.heartbeat)


@job_kind("retire_export", queue="default", max_attempts=10)
def retire(run: JobRun) -> None:
    retire_export(export_id=UUID(run.object_id))


@job_kind("check_training", queue="default", max_attempts=10)
def look_at_training(run: JobRun) -> None:
    check_training(story_id=UUID(run.object_id))
