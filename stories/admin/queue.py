"""What waits for an editor, oldest first."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.admin.paginator import WagtailPaginator

from accounts.models import User
from stories.admin.access import for_roles
from stories.admin.page import draw
from stories.admin.rows import describe_stories
from stories.admin.story import signed_in
from stories.enums import Stage
from stories.messages import unread_by_editors
from stories.models import Story
from stories.permissions import EDITORS
from stories.safeguarding import flag_marks

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
    wanted, user = request.GET.get("stage", ""), signed_in(request)
    stages = count_stages(user=user, current=wanted)
    shown, left = "left" in request.GET, Story.objects.waiting().left_by(user)
    listed = _listed(user, wanted if wanted in {each.slug for each in stages} else "")
    page = _page(request, left if shown else listed)
    rows = describe_stories(page.object_list)
    letters = unread_by_editors(story_ids=[row.story_id for row in rows])
    flags = flag_marks(story_ids=[row.story_id for row in rows])
    return draw(
        request,
        "queue.html",
        title=_("Stories waiting"),
        stages=stages,
        page_obj=page,
        elided_page_range=page.paginator.get_elided_page_range(page.number),
        rows=[(row, letters.get(row.story_id, 0), flags.get(row.story_id)) for row in rows],
        left_shown=shown,
        left_to_others=left.count(),
    )


def _listed(user: User, wanted: str) -> Any:
    mine = Story.objects.not_left_by(user)
    if wanted == TO_HEAR:
        return mine.with_copies_to_hear()
    return mine.waiting().filter(**({"stage": wanted} if wanted else {}))


def _page(request: HttpRequest, waiting: Any) -> Any:
    return WagtailPaginator(waiting.order_by("stage_since", "pk"), PAGE_SIZE).get_page(request.GET.get("p"))


def count_stages(*, user: User, current: str = "") -> list[StageCount]:
    """Every stage that anything waits at for USER, after all of them together; two queries."""
    mine = Story.objects.not_left_by(user)
    rows = mine.waiting().order_by().values_list("stage").annotate(Count("pk"))
    counts: dict[str, int] = dict(rows)
    shown = [stage for stage in Stage if counts.get(stage) or stage == current]
    each = [StageCount(s.value, str(s.label), counts.get(s, 0), s == current) for s in shown]
    late = mine.with_copies_to_hear().count()
    if late or current == TO_HEAR:
        each.append(StageCount(TO_HEAR, _("Recordings to hear"), late, current == TO_HEAR))
    everything = StageCount("", _("All"), sum(counts.values()), not any(s.current for s in each))
    return [everything, *each]
