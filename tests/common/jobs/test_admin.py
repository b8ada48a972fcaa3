"""The list of background work: for whoever may enter the admin, read-only but for one button."""

from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import NoReverseMatch, reverse

from common.jobs.enums import JobState
from common.jobs.models import Job


@pytest.fixture
def staff(db, client):
    """Somebody who may enter the admin, and nothing else."""
    user = get_user_model().objects.create_user("staff@example.org", "a long enough password")
    user.user_permissions.add(
        Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    )
    client.force_login(user)
    return user


def listing():
    return reverse("jobs:index")


def test_the_list_shows_kind_object_state_and_reason(staff, client, make_job):
    about = str(uuid4())
    make_job(
        kind="transcribe_recording",
        object_id=about,
        state=JobState.FAILED,
        reason="The file holds no sound.",
        note="a note that stays inside",
        attempts=3,
    )
    page = client.get(listing()).content.decode()
    for shown in ("Transcribe recording", about, "Failed", "The file holds no sound.", "Try again"):
        assert shown in page
    assert "a note that stays inside" not in page


def test_progress_is_shown_while_it_runs(staff, client, make_job):
    make_job(state=JobState.RUNNING, progress=0.4)
    assert "40%" in client.get(listing()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    staff, client, make_job, count, django_assert_num_queries
):
    rows = reverse("jobs:index_results")  # the list without the menus, which other apps fill
    client.get(rows)
    for _ in range(count):
        make_job(state=JobState.FAILED)
    with django_assert_num_queries(7):
        client.get(rows)


def test_nobody_else_sees_it_or_presses_the_button(db, client, make_job):
    job = make_job(state=JobState.FAILED, reason="The file holds no sound.")
    visitor = get_user_model().objects.create_user("visitor@example.org")
    for person in (None, visitor):
        if person:
            client.force_login(person)
        for answer in (client.get(listing()), client.post(reverse("jobs:retry", args=[job.pk]))):
            assert answer.status_code in (302, 403)
            assert b"no sound" not in answer.content
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_the_button_tries_again(staff, client, make_job, rung):
    job = make_job(state=JobState.FAILED, attempts=3)
    answer = client.post(reverse("jobs:retry", args=[job.pk]), follow=True)
    assert "in the queue again" in answer.content.decode()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)


def test_a_link_cannot_press_it(staff, client, make_job):
    job = make_job(state=JobState.FAILED)
    assert client.get(reverse("jobs:retry", args=[job.pk])).status_code == 405
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_what_is_running_by_now_is_left_alone(staff, client, make_job):
    job = make_job(state=JobState.RUNNING)
    answer = client.post(reverse("jobs:retry", args=[job.pk]), follow=True)
    assert "nothing was changed" in answer.content.decode()
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_a_job_that_is_gone_is_not_found(staff, client):
    assert client.post(reverse("jobs:retry", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("name", ["add", "edit", "delete", "copy", "history", "usage", "inspect"])
def test_there_is_no_other_door(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"jobs:{name}", args=[uuid4()] if name != "add" else [])


def test_the_list_cannot_be_exported(staff, client, make_job):
    make_job()
    for kind in ("csv", "xlsx"):
        assert client.get(listing(), {"export": kind})["Content-Type"].startswith("text/html")


def test_only_failed_and_waiting_jobs_have_the_button(staff, client, make_job):
    jobs = {state: make_job(state=state) for state in JobState}
    page = client.get(listing()).content.decode()
    offered = {state for state, job in jobs.items() if reverse("jobs:retry", args=[job.pk]) in page}
    assert offered == {JobState.FAILED, JobState.WAITING}
    assert Job.objects.count() == len(JobState)


def test_who_may_look_is_who_may_enter_the_admin(staff, django_user_model):
    from wagtail.permissions import policy_registry

    django_user_model.objects.create_user("visitor@example.org")
    gone = django_user_model.objects.create_user("gone@example.org", is_active=False, is_superuser=True)
    policy = policy_registry.get_by_type(Job)
    assert list(policy.users_with_permission("view")) == [staff]
    assert list(policy.users_with_permission("delete")) == []
    assert not policy.user_has_permission(gone, "view")
    assert not policy.user_has_permission(staff, "change")
