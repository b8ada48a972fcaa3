"""Background work of campaigns: fetch by id, call one domain function."""

from uuid import UUID

from campaigns.organising import daily
from campaigns.packs import press, recall, retiring
from common.jobs.registry import JobRun, job_kind


@job_kind("render_edition", queue="default", max_attempts=5)
def render_edition(run: JobRun) -> None:
    press.render_edition(edition_id=UUID(run.object_id), beat=run.heartbeat)


@job_kind("reissue_pack", queue="default", max_attempts=10)
def reissue_pack(run: JobRun) -> None:
    recall.finish_recall(edition_id=UUID(run.object_id), beat=run.heartbeat)


@job_kind("retire_edition", queue="default", max_attempts=10)
def retire_edition(run: JobRun) -> None:
    retiring.retire_edition(edition_id=UUID(run.object_id))


@job_kind("check_edition", queue="default", max_attempts=10)
def check_edition(run: JobRun) -> None:
    recall.check_edition(edition_id=UUID(run.object_id))


@job_kind(daily.KIND, queue="default", max_attempts=10)
def look_after_campaign(run: JobRun) -> None:
    daily.look_after(campaign_id=int(run.object_id))
