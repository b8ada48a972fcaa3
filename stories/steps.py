"""The steps an editor may take with a story from where it stands: what is offered is what is allowed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import roles_of
from stories import moderation, release
from stories.enums import Stage
from stories.models import Story
from stories.moderation import OPEN_TO_EDITS, StageRefused
from stories.permissions import ANONYMISERS, EDITORS

Run = Callable[..., Any]
OVER = (Stage.HELD, Stage.TURNED_DOWN, Stage.APPEAL, Stage.WITHDRAWN, Stage.ERASED)
LIVE_STAGES = tuple(stage for stage in Stage if stage not in OVER)


@dataclass(frozen=True)
class Step:
    """`own`: only for the editor who has taken the story (True), only for others (False), or for either (None)."""

    slug: str
    label: Promise
    hint: Promise
    done: Promise
    run: Run
    stages: Sequence[Stage]
    roles: Sequence[Role]
    own: bool | None = None


STEPS = (
    Step(
        "take",
        _("Take this story"),
        _("It is then yours to make safe. Nobody else can change it until you pass it on."),
        _("It is yours now."),
        moderation.take,
        OPEN_TO_EDITS,
        ANONYMISERS,
        own=False,
    ),
    Step(
        "hand-over",
        _("Hand to a second reader"),
        _("The safe text is frozen as it stands, and somebody else reads it."),
        _("It waits for a second reader now."),
        moderation.hand_to_second_reader,
        [Stage.ANONYMISING],
        ANONYMISERS,
        own=True,
    ),
    Step(
        "publish",
        _("Put it on the website"),
        _("Readers can open it at once."),
        _("It is on the website now."),
        release.publish,
        [Stage.READY],
        ANONYMISERS,
    ),
    Step(
        "pass-on",
        _("Pass it on"),
        _("Back to the queue. Nobody asks why."),
        _("It is back in the queue."),
        moderation.pass_on,
        [Stage.ANONYMISING],
        ANONYMISERS,
        own=True,
    ),
    Step(
        "take-down",
        _("Take it back for changes"),
        _("It is made safe, read and approved afresh. If it is published, readers stop seeing it at once."),
        _("It is back with the editors."),
        moderation.send_back,
        [Stage.WITH_TELLER, Stage.READY, Stage.PUBLISHED, Stage.HELD],
        ANONYMISERS,
    ),
    Step(
        "hold",
        _("Hold it"),
        _("It stops where it is. If it is published, readers stop seeing it at once."),
        _("It is held."),
        moderation.hold,
        LIVE_STAGES,
        EDITORS,
    ),
    Step(
        "let-go-on",
        _("Let it go on"),
        _("It goes on from where it was held."),
        _("It goes on from where it was."),
        moderation.resume,
        [Stage.HELD],
        EDITORS,
    ),
)


def steps_open_to(*, user: User, story: Story) -> list[Step]:
    """The steps USER may take with STORY as it stands, the most likely first."""
    held = roles_of(user)
    mine = story.editor_id == user.pk
    return [
        step
        for step in STEPS
        if story.stage in step.stages and not held.isdisjoint(step.roles) and step.own in (None, mine)
    ]


def take_step(*, slug: str, story_id: UUID, by: User) -> Step:
    """Do it. Raises StageRefused when it is not open to BY now, and whatever the step itself refuses with."""
    story = Story.objects.get(pk=story_id)
    step = next((each for each in steps_open_to(user=by, story=story) if each.slug == slug), None)
    if step is None:
        where = Stage(story.stage).label
        raise StageRefused(gettext("That was done already, or cannot be done at the stage “%s”.") % where)
    step.run(story_id=story_id, by=by)
    return step
