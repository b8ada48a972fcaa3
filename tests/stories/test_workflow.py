"""Wagtail's workflow says what the story says, wherever it goes, and has no say in anything."""

import datetime as dt
from collections.abc import Callable
from unittest import mock

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Revision, TaskState, Workflow, WorkflowContentType, WorkflowState

from accounts.enums import Role
from common.jobs.registry import replaced
from stories import (
    approval,
    ending,
    erasure,
    moderation,
    part_withdrawal,
    parts,
    release,
    safeguarding,
    withdrawal,
)
from stories.enums import Decision, PartKind, Purpose, Stage
from stories.errors import StageRefused
from stories.flag_enums import FlagKind, SafeguardingStep
from stories.models import (
    ConsentCurrentTask,
    SafeguardingFlag,
    SecondReadingTask,
    StageTask,
    Story,
    TellerApprovalTask,
)
from stories.steps import STEPS
from stories.workflow import NAME, OFF_THE_WAY, STOPS, WAY, drifted, load_workflow
from tests.stories.factories import PATH, WAYS_OFF, make_story, make_user, part_of, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def workflow(db: None) -> Workflow:
    load_workflow()
    return Workflow.objects.get(name=NAME)


def said(story: Story) -> tuple[str, str, str] | None:
    """What the workflow says now: of the run, of the step, and which step it is. None: no run is open."""
    run = WorkflowState.objects.for_instance(story).active().first()
    if run is None:
        return None
    step = run.current_task_state
    return run.status, step.status, StageTask.objects.get(pk=step.task_id).stage


def steps_of(story: Story) -> list[tuple[str, str]]:
    """Every stop so far with how it ended, oldest first."""
    states = TaskState.objects.filter(workflow_state__object_id=str(story.pk)).order_by("pk")
    return [(each.task.specific.stage, each.status) for each in states]


def test_the_loader_may_run_again() -> None:
    assert load_workflow() == []
    assert list(StageTask.objects.order_by("workflow_tasks__sort_order").values_list("stage", flat=True)) == [
        stage.value for stage in STOPS
    ]
    assert WorkflowContentType.objects.get(content_type=Story.get_content_type()).workflow.name == NAME


def test_every_stage_is_a_stop_or_off_the_way() -> None:
    assert {*STOPS, Stage.PUBLISHED, *OFF_THE_WAY} == set(Stage)
    assert len(WAY) == len(set(WAY))


def test_what_somebody_changed_in_the_admin_is_put_right(workflow: Workflow) -> None:
    story = make_story("handed")
    StageTask.objects.filter(stage=Stage.SECOND_READING).update(name="Skip this", active=False)
    workflow.workflow_tasks.all().delete()
    workflow.deactivate()
    assert said(story) is None
    moderation.send_back(story_id=story.pk, by=None)
    assert Story.objects.get(pk=story.pk).stage == Stage.ANONYMISING, "a story moves all the same"
    report = load_workflow()
    assert "changed step second_reading" in report
    assert report[-1] == "brought the workflow of stories in line: 1"
    assert said(story) == ("in_progress", "in_progress", "anonymising")
    assert (drifted(), load_workflow()) == ([], [])


def test_stories_from_before_there_was_a_workflow(workflow: Workflow) -> None:
    workflow.delete()
    StageTask.objects.all().delete()
    stories = [make_story(state) for state in ("sent", "handed", "published", "held", "withdrawn", "erased")]
    assert not WorkflowState.objects.exists()
    assert load_workflow()[-1] == "brought the workflow of stories in line: 3"
    assert [said(story) for story in stories] == [
        ("in_progress", "in_progress", "arrived"),
        ("in_progress", "in_progress", "second_reading"),
        None,
        ("needs_changes", "cancelled", "anonymising"),
        None,
        None,
    ]


@pytest.mark.parametrize("state", [*PATH[1:], *WAYS_OFF])
def test_it_says_the_same_as_every_story(state: str) -> None:
    make_story(state)
    assert drifted() == []


def editor_of(story: Story) -> object:
    return Story.objects.get(pk=story.pk).editor or make_user(Role.EDITOR)


Move = Callable[[Story], object]
HOLD: Move = lambda s: moderation.hold(story_id=s.pk, by=editor_of(s))  # noqa: E731
RESUME: Move = lambda s: moderation.resume(story_id=s.pk, by=editor_of(s))  # noqa: E731
BACK: Move = lambda s: moderation.send_back(story_id=s.pk, by=editor_of(s))  # noqa: E731
TAKE: Move = lambda s: moderation.take(story_id=s.pk, by=make_user(Role.EDITOR))  # noqa: E731
PASS_ON: Move = lambda s: moderation.pass_on(story_id=s.pk, by=editor_of(s))  # noqa: E731
HAND_OVER: Move = lambda s: moderation.hand_to_second_reader(story_id=s.pk, by=editor_of(s))  # noqa: E731
TAKE_BACK: Move = lambda s: withdrawal.take_back(submission_id=s.pk)  # noqa: E731
ERASE: Move = lambda s: erasure.erase_story(submission_id=s.pk)  # noqa: E731
NOT_THE_WEBSITE: Move = lambda s: withdrawal.take_back_purpose(  # noqa: E731
    submission_id=s.pk, purpose=Purpose.WEBSITE
)
FLAG: Move = lambda s: safeguarding.raise_flag(story_id=s.pk, kind=FlagKind.SELF, by=make_user(Role.EDITOR))  # noqa: E731
PUBLISH: Move = lambda s: release.publish(story_id=s.pk, by=editor_of(s))  # noqa: E731


def clear(story: Story) -> object:
    flag, lead = SafeguardingFlag.objects.get(story=story, state="open"), make_user(Role.SAFEGUARDING_LEAD)
    step = SafeguardingStep.NO_DANGER
    return safeguarding.take_step(flag_id=flag.pk, step=step, by=lead, words="Talked it through.")


ROADS: dict[str, tuple[str, list[Move]]] = {
    "passed on, taken, taken over": ("taken", [PASS_ON, TAKE, TAKE]),
    "held on arrival": ("sent", [HOLD, RESUME, TAKE]),
    "held at the second reading": ("handed", [HOLD, RESUME, BACK, HAND_OVER]),
    "held with the teller, sent back from there": ("second_read", [HOLD, BACK, HAND_OVER]),
    "held and let go on to the website": ("published", [HOLD, RESUME]),
    "held, and sent back from the website": ("published", [HOLD, BACK]),
    "off the website, and on it again never": ("published", [NOT_THE_WEBSITE, HOLD, RESUME]),
    "off the website while it is held": ("published", [HOLD, NOT_THE_WEBSITE, RESUME, BACK]),
    "taken down and made afresh": ("published", [BACK, HAND_OVER, HOLD, TAKE_BACK, ERASE, ERASE]),
    "taken back at once": ("sent", [TAKE_BACK, TAKE_BACK, ERASE]),
    "taken back while it is read": ("handed", [TAKE_BACK, ERASE]),
    "flagged on arrival, cleared, taken": ("sent", [FLAG, clear, TAKE]),
    "flagged, held, let go on to the check, cleared": ("handed", [FLAG, HOLD, RESUME, clear]),
    "flagged while it is held": ("taken", [HOLD, FLAG, RESUME, clear]),
    "flagged on the website": ("published", [FLAG, clear, PUBLISH, FLAG, TAKE_BACK]),
    "published again": ("approved", [HOLD, RESUME, PUBLISH, TAKE_BACK]),
}


@pytest.mark.parametrize("name", list(ROADS))
def test_it_follows_on_every_road(name: str) -> None:
    state, moves = ROADS[name]
    story = make_story(state)
    for number, move in enumerate(moves, 1):
        move(story)
        assert drifted() == [], f"after move {number}"


def test_it_follows_a_transcript_a_part_and_the_end_of_a_consent() -> None:
    with replaced("transcribe_recording", lambda run: None):
        story = make_story("sent", recording=b"sound")
    assert said(story) == ("in_progress", "in_progress", "transcribing")
    parts.attach_transcript(
        part_id=story.submission.parts.get(kind=PartKind.AUDIO).pk, text="I said it aloud."
    )
    assert said(story) == ("in_progress", "in_progress", "arrived")
    approved = make_story("approved", answers={"what-helped": "Wren did."})
    part_withdrawal.take_back_part(submission_id=approved.pk, part_id=part_of(approved).pk)
    assert said(approved) == ("in_progress", "in_progress", "anonymising")
    over = make_story("expired")
    assert said(over) is None
    ending.check_website(story_id=over.pk)
    assert said(over) == ("in_progress", "in_progress", "ready")
    assert drifted() == []


def test_what_is_behind_a_story_can_be_read_from_its_steps() -> None:
    story = make_story("handed")
    HOLD(story)
    RESUME(story)
    BACK(story)
    assert steps_of(story) == [
        ("arrived", "approved"),
        ("anonymising", "approved"),
        ("second_reading", "cancelled"),
        ("second_reading", "rejected"),
        ("anonymising", "in_progress"),
    ]
    last = TaskState.objects.filter(task__stagetask__stage=Stage.SECOND_READING).latest("pk")
    assert last.finished_by is not None
    assert last.finished_at is not None


def test_a_published_run_is_approved_and_a_withdrawn_one_cancelled() -> None:
    published, gone = make_story("published"), make_story("sent")
    TAKE_BACK(gone)
    status = dict(WorkflowState.objects.values_list("object_id", "status"))
    assert status == {str(published.pk): "approved", str(gone.pk): "cancelled"}
    assert steps_of(published)[-1] == ("ready", "approved")


def test_nothing_of_an_erased_story_stays_in_it() -> None:
    story = make_story("erased")
    assert not WorkflowState.objects.for_instance(story).exists()
    assert not Revision.objects.for_instance(story).exists()
    assert not TaskState.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_asking_for_all_of_them_is_two_queries(
    django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        make_story("taken")
    WorkflowState.objects.all().delete()
    with django_assert_num_queries(2):
        assert len(drifted()) == count


# It has no say


def test_own_types_where_a_stage_needs_one() -> None:
    types = {task.stage: type(task.specific) for task in StageTask.objects.all()}
    assert types == dict.fromkeys([stage.value for stage in STOPS], StageTask) | {
        "second_reading": SecondReadingTask,
        "with_teller": TellerApprovalTask,
        "ready": ConsentCurrentTask,
    }
    assert all(task.get_description() for task in types.values())


@pytest.mark.parametrize("state", ["handed", "second_read", "approved"])
def test_a_task_says_what_keeps_a_story_from_going_on(state: str) -> None:
    story = make_story(state, purposes=[])
    assert len(story.current_workflow_task.obstacles(story=story)) == 1


@pytest.mark.parametrize("state", ["sent", "taken", "handed", "second_read", "approved"])
def test_its_actions_are_the_steps_and_never_wagtails_own(state: str) -> None:
    story = make_story(state)
    state_, task, editor = story.current_workflow_task_state, story.current_workflow_task, editor_of(story)
    offered = {slug for slug, _label, _form in task.get_actions(story, editor)}
    assert "hold" in offered
    assert offered <= {step.slug for step in STEPS}
    for action in ("approve", "reject"):
        with pytest.raises(StageRefused):
            task.on_action(state_, editor, action)
    assert Story.objects.get(pk=story.pk).stage == story.stage
    task.on_action(state_, editor, "hold")
    assert said(story) == ("needs_changes", "cancelled", story.stage)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.TRAINER, Role.ADMINISTRATOR])
def test_other_roles_have_no_action(role: Role) -> None:
    story = make_story("handed")
    assert story.current_workflow_task.get_actions(story, make_user(role)) == []


def test_a_step_cannot_be_switched_off_and_no_form_is_open() -> None:
    story = make_story("handed")
    with pytest.raises(PermissionDenied):
        story.current_workflow_task.deactivate()
    assert story.get_lock().for_user(make_user(Role.EDITOR))


def test_approved_in_wagtail_it_has_moved_nowhere() -> None:
    """Somebody with a shell, or a plug-in: the story stays, readers see nothing, and the next look mends it."""
    root = make_user()
    root.is_superuser = True
    root.save()
    for state in ("handed", "second_read", "approved"):
        story = make_story(state)
        WorkflowState.objects.for_instance(story).get().current_task_state.approve(user=root)
        assert Story.objects.get(pk=story.pk).stage == story.stage
        assert release.read_website(story_id=story.pk) is None
        assert story.pk in drifted()
    load_workflow()
    assert drifted() == []


def test_a_revision_holds_nothing_and_brings_nothing_back() -> None:
    story = make_story("published")
    revision = story.latest_revision
    assert revision is not None
    assert (revision.content, revision.object_str) == ({"pk": str(story.pk)}, story.reference)
    HOLD(story)
    revision.publish(skip_permission_checks=True)
    after = Story.objects.get(pk=story.pk)
    assert (after.stage, after.resume_stage, after.editor) == (Stage.HELD, Stage.PUBLISHED, story.editor)
    assert release.read_website(story_id=story.pk) is None


def test_a_workflow_that_fails_keeps_nobody_from_taking_back() -> None:
    story = make_story("published")
    BACK(story)
    with mock.patch("stories.workflow._close", side_effect=RuntimeError):
        TAKE_BACK(story)
    assert Story.objects.get(pk=story.pk).stage == Stage.WITHDRAWN
    assert drifted() == [story.pk]
    load_workflow()
    assert drifted() == []


def test_it_writes_to_nobody() -> None:
    story = make_story("published")
    BACK(story)
    assert [each for each in mail.outbox if story.reference in each.subject + str(each.body)] == []


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.TRAINER, Role.COORDINATOR])
@pytest.mark.parametrize("name", ["workflow", "workflow_tasks"])
def test_wagtails_reports_of_it_name_no_story_to_others(client: Client, role: Role, name: str) -> None:
    story = make_story("handed")
    page = sign_in(client, make_user(role)).get(reverse(f"wagtailadmin_reports:{name}"), follow=True)
    assert story.reference not in page.content.decode()


def test_wagtails_first_page_lists_no_runs(client: Client, django_assert_max_num_queries: object) -> None:
    """It would list every one there is, without pages: the queue is our list."""
    story = make_story("handed", editor=make_user(Role.EDITOR, Role.SECOND_READER))
    page = sign_in(client, story.editor).get(reverse("wagtailadmin_home")).content.decode()
    assert story.reference not in page


def test_times_at_each_step_are_the_storys_own() -> None:
    story = make_story("taken")
    stop = TaskState.objects.get(task__stagetask__stage=Stage.ANONYMISING)
    assert abs(stop.started_at - story.stage_since) < dt.timedelta(seconds=5)


def test_an_answer_of_no_is_a_rejected_step() -> None:
    story = make_story("second_read")
    assert story.current_version is not None
    approval.answer_version(
        story_id=story.pk, sha256=story.current_version.sha256, decision=Decision.CHANGES, note="Softer."
    )
    assert steps_of(story)[-2:] == [("with_teller", "rejected"), ("anonymising", "in_progress")]
