"""The steps of a story's way as tasks of Wagtail's workflow: what a step demands, and what people may do at it.

They mirror `Story.stage` and decide nothing by being there: see stories/workflow.py. Domain functions are imported
where they are used, because they stand on the models.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from accounts.models import User
from stories.enums import Stage
from stories.models.story import Story


class StageTask(Task):
    """The step of one stage. What can be done at it are the steps of stories/steps.py, each by its own function."""

    stage = models.CharField(max_length=20, choices=Stage.choices, unique=True)

    class Meta:
        verbose_name = _("step of a story")
        verbose_name_plural = _("steps of a story")

    @classmethod
    def get_description(cls) -> str:
        return str(_("Something to be done with a story by an editor or by a worker."))

    def obstacles(self, *, story: Story) -> list[str]:
        """Why STORY may not go on from this step, in words; empty when it may. Asked again whenever one moves on."""
        from stories.stages import obstacles_at  # noqa: PLC0415

        return obstacles_at(Stage(self.stage), story=story)

    def get_actions(self, obj: Story, user: User) -> list[tuple[str, str, bool]]:
        from stories.steps import steps_open_to  # noqa: PLC0415

        return [(step.slug, str(step.label), False) for step in steps_open_to(user=user, story=obj)]

    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:
        """Raises StageRefused for what is not among the actions now: Wagtail's own “approve” and “reject” never are."""
        from stories.steps import take_step  # noqa: PLC0415

        take_step(slug=action_name, story_id=task_state.workflow_state.object_id, by=user)

    def deactivate(self, user: User | None = None) -> None:
        """A step switched off would be missing in the way of every story that is at it."""
        raise PermissionDenied

    def locked_for_user(self, obj: Story, user: User) -> bool:
        """Stories have no form in Wagtail: nobody edits one there at any step."""
        return True


class SecondReadingTask(StageTask):
    """Read by a second person: not the one who made this version, nor anybody who decided something in it."""

    class Meta:
        verbose_name = _("second reading by somebody else")

    @classmethod
    def get_description(cls) -> str:
        return str(_("Somebody who has not worked on the story reads the version that would go out."))


class TellerApprovalTask(StageTask):
    """Approved by its teller: nobody who signs in here can do it for them."""

    class Meta:
        verbose_name = _("approval by the teller")

    @classmethod
    def get_description(cls) -> str:
        return str(_("The teller says yes to exactly this version. Silence is never a yes."))


class ConsentCurrentTask(StageTask):
    """Goes out only while the teller's consent stands: the gate is asked, and asked again at every reading."""

    class Meta:
        verbose_name = _("consent that is current")

    @classmethod
    def get_description(cls) -> str:
        return str(_("An editor puts the story on the website, if consent to that stands today."))
