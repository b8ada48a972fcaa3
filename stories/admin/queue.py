"""What waits for an editor: their own first, then what waits longest."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from stories.admin.access import for_roles
from stories.admin.page import draw
from stories.admin.queue_form import QueueForm
from stories.admin.rows import StoryRow, describe_stories
from stories.admin.story import signed_in
from stories.enums import DONE, Stage
from stories.messages import unread_by_editors
from stories.models import Story
from stories.permissions import EDITORS
from stories.safeguarding import flag_marks
from stories.waiting import (
    Page,
    Place,
    count_by_stage,
    count_left,
    count_to_hear,
    find_left,
    find_page,
)

PAGE_SIZE = 25
TO_HEAR = "to_hear"  # no stage: stories further on, with a treated copy that no second person heard yet


@dataclass(frozen=True)
class StageCount:
    slug: str
    label: str
    count: int
    current: bool


@for_roles(*EDITORS)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    user, form = signed_in(request), QueueForm(request.GET)
    shown = "left" in request.GET
    stages = count_stages(user=user, current=request.GET.get("stage", ""))
    found = _find(request, user=user, form=form, left=shown)
    rows = _in_order(found)
    ids = [row.story_id for row in rows]
    letters, flags = unread_by_editors(story_ids=ids), flag_marks(story_ids=ids)
    return draw(
        request,
        "queue.html",
        title=_("Stories waiting"),
        stages=stages,
        form=form,
        rows=[
            (row, letters.get(row.story_id, 0), flags.get(row.story_id), row.editor_id == user.pk)
            for row in rows
        ],
        first=_address(request, after=None) if "after" in request.GET else "",
        further=_address(request, after=found.after) if found.after else "",
        narrowed=form.is_narrowed(),
        left_shown=shown,
        left_to_others=count_left(user=user),
    )


def _find(request: HttpRequest, *, user: User, form: QueueForm, left: bool) -> Page:
    after = Place.read(request.GET.get("after", ""))
    if left:
        return find_left(user=user, after=after, size=PAGE_SIZE)
    if request.GET.get("stage") == TO_HEAR:
        late = Story.objects.not_left_by(user).with_copies_to_hear()
        return Page(list(late.values_list("pk", flat=True)[:PAGE_SIZE]), None)
    return find_page(user=user, asked=form.asked(), after=after, size=PAGE_SIZE)


def _in_order(found: Page) -> list[StoryRow]:
    rows = {row.story_id: row for row in describe_stories(Story.objects.filter(pk__in=found.story_ids))}
    return [rows[story_id] for story_id in found.story_ids if story_id in rows]


def _address(request: HttpRequest, *, after: Place | None) -> str:
    asked = request.GET.copy()
    asked.pop("after", None)
    if after is not None:
        asked["after"] = str(after)
    return "?" + asked.urlencode()


def count_stages(*, user: User, current: str = "") -> list[StageCount]:
    """All that waits for USER together, then every stage that has anything, done ones last; three queries."""
    counts = count_by_stage(user=user)
    order = [*(stage for stage in Stage if stage not in DONE), *DONE]
    shown = [stage for stage in order if counts[stage] or stage == current]
    each = [StageCount(s.value, str(s.label), counts[s], s == current) for s in shown]
    late = count_to_hear(user=user)
    if late or current == TO_HEAR:
        each.append(StageCount(TO_HEAR, _("Recordings to hear"), late, current == TO_HEAR))
    waiting = sum(number for stage, number in counts.items() if stage not in DONE)
    everything = StageCount("", _("All that waits"), waiting, not any(s.current for s in each))
    return [everything, *each]
