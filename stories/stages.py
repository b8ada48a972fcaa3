"""Moving a story from one stage to another: the one place that writes where a story stands.

`Story.stage` is the truth. In the same transaction the move goes to the log, and Wagtail's workflow follows it, so that
neither can say anything else. No ruled stage can be walked past: a story only goes beyond it when its demand is met.
While a safeguarding flag is open it goes no further either.
"""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import audit
from stories.enums import SET_ASIDE, Decision, Purpose, Stage
from stories.errors import StageRefused
from stories.flag_enums import FlagState
from stories.locks import hold_story
from stories.models import Approval, SafeguardingFlag, StageStay, Story
from stories.workflow import WAY, follow

# From these a story goes no further while a flag is open: it waits at the safeguarding check in their place.
STOPPED_BY_A_FLAG = (
    Stage.ARRIVED,
    Stage.TRANSCRIBING,
    Stage.ANONYMISING,
    Stage.SECOND_READING,
    Stage.WITH_TELLER,
)


def lock_story(story_id: UUID, *, stages: Sequence[Stage]) -> Story:
    """The story, ours until the transaction ends. Raises StageRefused when it is at none of STAGES."""
    hold_story(story_id=story_id)
    story: Story = Story.objects.select_related("submission").get(pk=story_id)
    if story.stage not in stages:
        where = Stage(story.stage).label
        raise StageRefused(
            f"This story is at the stage “{where}”. Reload the page to see what can be done now."
        )
    return story


def begin_way(*, story: Story) -> None:
    """Of a story that was just sent."""
    follow(story=story, by=None)


def move_story(*, story: Story, to: Stage, by: User | None, fields: Sequence[str] = ()) -> None:
    """Save the stage, and FIELDS with it, of a story that the caller has locked. Raises StageRefused: see RULES.

    With an open flag it waits at the safeguarding check in that one's place.
    """
    _refuse_to_pass(story=story, to=to)
    came_from, since = Stage(story.stage), story.stage_since
    changed = ["stage", "stage_since", *fields]
    if _is_stopped(story_id=story.pk, to=to):
        story.resume_stage, to = to, Stage.SAFEGUARDING
        changed.append("resume_stage")
    story.stage, story.stage_since = to, timezone.now()
    story.save(update_fields=list(dict.fromkeys(changed)))
    _write_down(story=story, came_from=came_from, since=since, by=by)


def _is_stopped(*, story_id: UUID, to: Stage) -> bool:
    return to in STOPPED_BY_A_FLAG and is_flagged(story_id=story_id)


def is_flagged(*, story_id: UUID) -> bool:
    return SafeguardingFlag.objects.filter(story_id=story_id, state=FlagState.OPEN).exists()


def move_from(
    *, story_id: UUID, at: Collection[Stage], to: Stage, keep_waiting: bool = False, **also: object
) -> bool:
    """As `move_story`, for a machine that holds no story in its hand: only from one of AT; ALSO is written with it.

    A story that is set aside stays so, and goes on from TO. KEEP_WAITING: it goes on counting how long it waits.
    Only ever back, or to where nothing is asked: no rule is. True when there was something to move.
    """
    rows = Story.objects.filter(pk=story_id)
    fields: dict[str, object] = {"stage": to} | ({} if keep_waiting else {"stage_since": timezone.now()})
    if _is_stopped(story_id=story_id, to=to):
        fields |= {"stage": Stage.SAFEGUARDING, "resume_stage": to}
    # Not every machine holds the story's lock: what was read may have moved before it is written, so it is read again.
    while (found := rows.filter(stage__in=at).values_list("stage", "stage_since").first()) is not None:
        came_from, since = found
        if rows.filter(stage=came_from).update(**fields, **also):
            _write_down(story=rows.get(), came_from=Stage(came_from), since=since, by=None)
            return True
    if rows.filter(stage__in=SET_ASIDE, resume_stage__in=at).update(resume_stage=to, **also):
        follow(story=rows.get(), by=None)
        return True
    return False


def _write_down(*, story: Story, came_from: Stage, since: dt.datetime, by: User | None) -> None:
    now = timezone.now()
    seconds = max(0, int((now - since).total_seconds()))
    StageStay.objects.create(stage=came_from, until=now, seconds=seconds)
    data: dict[str, str | int] = {"from": came_from.value, "to": Stage(story.stage).value}
    audit.record(action="heard.stage", user=by, reference=story.reference, object_id=story.pk, data=data)
    follow(story=story, by=by)


# What a stage demands of whoever goes on from it


def _second_reading(story: Story) -> list[str]:
    """Read by somebody else than whoever made it, and than anybody who decided something in it."""
    read = story.versions.filter(second_reader__isnull=False).exclude(second_reader=F("anonymised_by"))
    by_another = read.exclude(second_reader__in=story.anonymisers.values("pk"))
    if story.current_version_id in by_another.values_list("pk", flat=True):
        return []
    return [_("Somebody who has not worked on it must read this version first.")]


def _with_teller(story: Story) -> list[str]:
    """The teller's latest word on the version that stands is yes, by its hash."""
    last = Approval.objects.filter(version=story.current_version_id).select_related("version").last()
    if last and last.decision == Decision.APPROVED and last.sha256 == last.version.sha256:
        return []
    return [_("Its teller has not approved this version.")]


def _ready(story: Story) -> list[str]:
    if Story.objects.filter(pk=story.pk).releasable(purpose=Purpose.WEBSITE).exists():
        return []
    return [_("Its teller’s consent to the website does not stand now.")]


RULES: dict[Stage, Callable[[Story], list[str]]] = {
    Stage.SECOND_READING: _second_reading,
    Stage.WITH_TELLER: _with_teller,
    Stage.READY: _ready,
}


def obstacles_at(stage: Stage, *, story: Story) -> list[str]:
    """Why STORY may not go on from STAGE; empty when it may."""
    return RULES[stage](story) if stage in RULES else []


def _refuse_to_pass(*, story: Story, to: Stage) -> None:
    if to not in WAY:
        return
    stands = story.resume_stage if story.stage in SET_ASIDE else story.stage
    begin = WAY.index(Stage(stands)) if stands in WAY else 0
    for stage in WAY[begin : WAY.index(to)]:
        if reasons := obstacles_at(stage, story=story):
            raise StageRefused(" ".join(reasons))
