"""What safeguarding puts on other pages: a story's own, the sealed screen, and a safeguarding lead's first page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail.admin.ui.components import Component

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import has_role
from stories import safeguarding
from stories.flag_enums import FlagKind
from stories.models import SafeguardingFlag, Story
from stories.permissions import ANONYMISERS

SHOWN = 8


@dataclass(frozen=True)
class FoundWords:
    words: str
    kind: FlagKind


def flags_of_story(*, story: Story, user: User) -> dict[str, Any]:
    """Its open flags, and what USER may know of them: a second reader learns that there is one, not what kind."""
    lead = has_role(user=user, role=Role.SAFEGUARDING_LEAD)
    return {
        "flags": list(safeguarding.open_flags().filter(story=story)),
        "cleared_flags": list(safeguarding.cleared_flags().filter(story=story)) if lead else [],
        "is_lead": lead,
        "sees_kinds": any(has_role(user=user, role=role) for role in ANONYMISERS),
        "may_flag": story.stage not in safeguarding.GONE,
        "now": timezone.now(),
    }


def show_found_phrases(request: HttpRequest, context: Mapping[str, Any]) -> SafeString:
    """On the sealed screen (context["opened"]: words that were opened, and the look logged), and nowhere else."""
    opened = context.get("opened")
    if opened is None or not SafeguardingFlag.objects.filter(parts=opened.part, by_list=True).exists():
        return SafeString("")
    text = opened.text
    found = [FoundWords(text[each.start : each.end], each.kind) for each in safeguarding.found_in(text=text)]
    return SafeString(render_to_string("stories/admin/found_phrases.html", {"found": found}, request))


class SafeguardingWaiting(Component):
    """On a safeguarding lead's first page, above everything: what is overdue, and what comes next."""

    name = "safeguarding_waiting"
    template_name = "stories/admin/safeguarding_panel.html"
    order = 10

    class Media:
        css = {"all": ["css/workbench.css", "css/safeguarding.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        now, waiting = timezone.now(), safeguarding.open_flags()
        return {
            "flags": list(waiting[:SHOWN]),
            "total": waiting.count(),
            "overdue": waiting.filter(due_at__lte=now).count(),
            "now": now,
        }
