"""Wagtail's workflow follows the stages of stories: one run for each way to publication, one task state for each stop.

Nothing here moves a story. `follow` is called by stories/stages.py in the transaction that moves one, and only mends
rows until they say the same as the story. Wagtail's own `approve`, `update` and `finish` are not used: docs/editing.md
says why. Without the workflow (nobody has run the loader yet) there is nothing to mend, and every story moves all the
same; the loader then starts the runs that are missing.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from wagtail.models import (
    Revision,
    TaskState,
    Workflow,
    WorkflowContentType,
    WorkflowState,
    WorkflowTask,
)

from accounts.models import User
from stories.enums import SET_ASIDE, Stage
from stories.locks import hold_story
from stories.models import ConsentCurrentTask, SecondReadingTask, StageTask, Story, TellerApprovalTask

logger = logging.getLogger("heard.workflow")
NAME = "From arrival to publication"
OFF_THE_WAY = (Stage.HELD, Stage.TURNED_DOWN, Stage.APPEAL, Stage.WITHDRAWN, Stage.ERASED)
# In the order of the way: a recording is transcribed before its story has arrived for editors.
WAY = (
    Stage.TRANSCRIBING,
    *(stage for stage in Stage if stage not in (Stage.TRANSCRIBING, *OFF_THE_WAY)),
)
STOPS = tuple(stage for stage in WAY if stage != Stage.PUBLISHED)
OWN_TYPES: dict[Stage, type[StageTask]] = {
    Stage.SECOND_READING: SecondReadingTask,
    Stage.WITH_TELLER: TellerApprovalTask,
    Stage.READY: ConsentCurrentTask,
}
GOING, STOPPED = WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES


@dataclass(frozen=True)
class Place:
    """Where an open run stands: going or stopped, at which stop."""

    status: str
    stage: Stage


def place_of(*, stage: Stage, resume_stage: str) -> Place | None:
    """What the workflow must say of a story there. None: no run is open (it is published, or gone)."""
    if stage in STOPS:
        return Place(GOING, stage)
    if stage == Stage.HELD and resume_stage in STOPS:
        return Place(STOPPED, Stage(resume_stage))
    return None


def follow(*, story: Story, by: User | None) -> None:
    """Bring the workflow to where STORY stands, from wherever it is. In the caller's transaction; idempotent.

    Never raises: what only mirrors must not keep a story from being taken back. What fails here the loader mends.
    """
    try:
        with transaction.atomic():
            _follow(story=story, by=by)
    except Exception:
        logger.exception("The workflow of story %s did not follow its stage.", story.reference)


def _follow(*, story: Story, by: User | None) -> None:
    tasks = dict(_stops().values_list("stage", "pk"))
    if not tasks:
        return
    wanted = place_of(stage=Stage(story.stage), resume_stage=story.resume_stage)
    run = _open_run(story)
    if wanted is None:
        if run is not None:
            _close(run, tasks=tasks, story=story, by=by)
    elif task := tasks.get(wanted.stage):
        _go(run or _begin(story), to=wanted, tasks=tasks, task=task, story=story, by=by)


def _stops() -> QuerySet[StageTask]:
    """The stops of the workflow that stories are assigned to; none before the loader has run."""
    assigned = WorkflowContentType.objects.filter(
        content_type=Story.get_content_type(), workflow__active=True
    )
    tasks: QuerySet[StageTask] = StageTask.objects.all()
    return tasks.filter(workflow_tasks__workflow__in=assigned.values("workflow"))


def _open_run(story: Story) -> WorkflowState | None:
    runs = WorkflowState.objects.for_instance(story).active().select_related("current_task_state")
    run: WorkflowState | None = runs.first()
    return run


def _begin(story: Story) -> WorkflowState:
    """A run asked for by nobody: Wagtail would list it, and all others of theirs, on that person's first page."""
    content_type = Story.get_content_type()
    run = WorkflowState(
        content_type=content_type,
        base_content_type=content_type,
        object_id=str(story.pk),
        workflow_id=WorkflowContentType.objects.values_list("workflow", flat=True).get(pk=content_type.pk),
        status=GOING,
    )
    # One INSERT: its save() looks every key up again.
    WorkflowState.objects.bulk_create([run])
    return run


def _go(
    run: WorkflowState, *, to: Place, tasks: Mapping[str, int], task: int, story: Story, by: User | None
) -> None:
    at: TaskState | None = run.current_task_state
    here, going = at is not None and at.task_id == task, to.status == GOING
    if at and here and run.status == to.status and (at.status == TaskState.STATUS_IN_PROGRESS) == going:
        return
    if at and at.status == TaskState.STATUS_IN_PROGRESS:
        _finish(at, tasks=tasks, story=story, by=by)
    if going or not here:
        at = _stop_at(run, task=task, story=story, going=going)
    WorkflowState.objects.filter(pk=run.pk).update(status=to.status, current_task_state=at)


def _stop_at(run: WorkflowState, *, task: int, story: Story, going: bool) -> TaskState:
    made: TaskState = TaskState.objects.create(
        workflow_state=run,
        task_id=task,
        revision=_revision_of(story),
        status=TaskState.STATUS_IN_PROGRESS if going else TaskState.STATUS_CANCELLED,
    )
    return made


def _revision_of(story: Story) -> Revision:
    """Wagtail hangs a task on a revision. A story has one, which holds nothing: see `Story.serializable_data`."""
    if story.latest_revision is None:
        story.latest_revision = Revision.objects.create(
            content_object=story,
            base_content_type=Story.get_content_type(),
            object_str=story.reference,
            content=story.serializable_data(),
        )
        story.save(update_fields=["latest_revision"])
    return story.latest_revision


def _finish(at: TaskState, *, tasks: Mapping[str, int], story: Story, by: User | None) -> None:
    left = next((stage for stage, task in tasks.items() if task == at.task_id), "")
    TaskState.objects.filter(pk=at.pk).update(
        status=_outcome(left=left, to=Stage(story.stage)), finished_at=timezone.now(), finished_by=by
    )


def _outcome(*, left: str, to: Stage) -> str:
    """Approved when it went on from there, rejected when a reader or the teller sent it back, else only broken off."""
    if left not in WAY or to not in WAY or to in SET_ASIDE:
        return str(TaskState.STATUS_CANCELLED)
    if left in SET_ASIDE or WAY.index(Stage(left)) < WAY.index(to):
        return str(TaskState.STATUS_APPROVED)
    return str(TaskState.STATUS_REJECTED if left in OWN_TYPES else TaskState.STATUS_CANCELLED)


def _close(run: WorkflowState, *, tasks: Mapping[str, int], story: Story, by: User | None) -> None:
    if run.current_task_state and run.current_task_state.status == TaskState.STATUS_IN_PROGRESS:
        _finish(run.current_task_state, tasks=tasks, story=story, by=by)
    published = Stage(story.stage) == Stage.PUBLISHED
    status = WorkflowState.STATUS_APPROVED if published else WorkflowState.STATUS_CANCELLED
    WorkflowState.objects.filter(pk=run.pk).update(status=status)


def forget_runs(*, story: Story) -> None:
    """Of a story that is erased: its runs, and the revision that they hang on."""
    WorkflowState.objects.for_instance(story).delete()
    Revision.objects.for_instance(story).delete()


# The loader


@transaction.atomic
def load_workflow() -> list[str]:
    """Make the workflow and its tasks as this file has them, assign stories to it, and mend every run. Run it again."""
    workflow, new = Workflow.objects.get_or_create(name=NAME)
    report = [f"added workflow {NAME}"] if new else []
    if not workflow.active:
        workflow.active = True
        workflow.save()
        report.append(f"switched workflow {NAME} on again")
    for position, stage in enumerate(STOPS):
        report += _load_task(workflow, stage=stage, position=position)
    content_type = Story.get_content_type()
    _row, assigned = WorkflowContentType.objects.update_or_create(
        content_type=content_type, defaults={"workflow": workflow}
    )
    report += ["assigned stories to it"] if assigned else []
    astray = drifted()
    for story_id in astray:
        mend(story_id=story_id)
    return report + ([f"brought the workflow of stories in line: {len(astray)}"] if astray else [])


def _load_task(workflow: Workflow, *, stage: Stage, position: int) -> list[str]:
    fields = {"name": str(stage.label), "active": True}
    task = StageTask.objects.filter(stage=stage).first()
    report = []
    if task is None:
        task = OWN_TYPES.get(stage, StageTask).objects.create(stage=stage, **fields)
        report = [f"added step {stage.value}"]
    elif any(getattr(task, name) != value for name, value in fields.items()):
        StageTask.objects.filter(pk=task.pk).update(**fields)
        report = [f"changed step {stage.value}"]
    WorkflowTask.objects.update_or_create(
        workflow=workflow, task_id=task.pk, defaults={"sort_order": position}
    )
    return report


def mend(*, story_id: UUID) -> None:
    with transaction.atomic():
        hold_story(story_id=story_id)
        follow(story=Story.objects.get(pk=story_id), by=None)


def drifted() -> list[UUID]:
    """Stories of which the workflow says something else than the story itself; two queries, however many there are."""
    runs = {row[0]: row[1:] for row in _open_runs()}
    rows = Story.objects.order_by("pk").values_list("pk", "stage", "resume_stage")
    return [
        pk
        for pk, stage, resume in rows.iterator()
        if runs.get(str(pk)) != _expected(place_of(stage=Stage(stage), resume_stage=resume))
    ]


def _open_runs() -> QuerySet[WorkflowState, tuple[str, str, str | None, str | None]]:
    of_stories = WorkflowState.objects.active().filter(base_content_type=Story.get_content_type())
    stop = F("current_task_state__task__stagetask__stage")
    rows: QuerySet[WorkflowState, tuple[str, str, str | None, str | None]] = of_stories.values_list(
        "object_id", "status", stop, "current_task_state__status"
    )
    return rows


def _expected(place: Place | None) -> tuple[str, str, str] | None:
    if place is None:
        return None
    at = TaskState.STATUS_IN_PROGRESS if place.status == GOING else TaskState.STATUS_CANCELLED
    return place.status, place.stage.value, at
