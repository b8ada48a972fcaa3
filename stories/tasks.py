"""Background work of stories: fetch by id, call one domain function."""

from uuid import UUID

from common.jobs.registry import JobRun, job_kind
from stories.anonymise import stored
from stories.contact import contact_teller, watch_contact
from stories.drafts import sweep_draft
from stories.ending import check_website
from stories.erasure import erase_story
from stories.flag_mail import tell_leads
from stories.part_withdrawal import erase_part
from stories.safeguarding import look_through
from stories.showing import make_shown
from stories.suggesting.learned import learn_themes
from stories.uploads.joining import join_upload
from stories.uploads.leaving import sweep_upload


@job_kind("erase_story", queue="default", max_attempts=10)
def erase(run: JobRun) -> None:
    erase_story(submission_id=UUID(run.object_id))


@job_kind("join_upload", queue="media", max_attempts=10)
def join(run: JobRun) -> None:
    join_upload(upload_id=UUID(run.object_id), tell=run.heartbeat)


@job_kind("show_picture", queue="media")
def show(run: JobRun) -> None:
    make_shown(part_id=UUID(run.object_id))


@job_kind("sweep_upload", queue="default", max_attempts=10)
def sweep_one_upload(run: JobRun) -> None:
    sweep_upload(upload_id=UUID(run.object_id))


@job_kind("sweep_draft", queue="default", max_attempts=10)
def sweep_one_draft(run: JobRun) -> None:
    sweep_draft(submission_id=UUID(run.object_id))


@job_kind("contact_teller", queue="default", max_attempts=8)
def tell_the_teller(run: JobRun) -> None:
    story_id = UUID(run.object_id)
    watch_contact(story_id=story_id)  # first: a mail that fails for ever must not keep an address for ever
    contact_teller(story_id=story_id)


@job_kind("check_website", queue="default", max_attempts=10)
def look_at_the_website(run: JobRun) -> None:
    check_website(story_id=UUID(run.object_id))


@job_kind("learn_themes", queue="default", unique=True)
def learn_about_themes(run: JobRun) -> None:
    learn_themes()


@job_kind("erase_part", queue="default", max_attempts=10)
def erase_one_part(run: JobRun) -> None:
    erase_part(withdrawal_id=UUID(run.object_id))


@job_kind("find_names", queue="default")
def find_names(run: JobRun) -> None:
    stored.find_names(part_id=UUID(run.object_id), run=run)


@job_kind("look_through_story", queue="default", max_attempts=10)
def look_through_story(run: JobRun) -> None:
    look_through(story_id=UUID(run.object_id))


@job_kind("tell_safeguarding_leads", queue="default", max_attempts=8)
def tell_safeguarding_leads(run: JobRun) -> None:
    tell_leads(flag_id=int(run.object_id))
