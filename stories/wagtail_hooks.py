"""What stories add to Wagtail's admin."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from accounts.enums import Role
from accounts.permissions import roles_of
from stories.admin.flag_panels import SafeguardingWaiting
from stories.admin.policies import LookOnly, NeverDeleted
from stories.admin.queue import count_stages
from stories.admin.reports import ALL, Report, ReportMenuItem
from stories.models import ConsentRecord, Release, Story, Theme
from stories.permissions import EDITORS
from stories.viewsets import StoriesGroup

for model in (Story, ConsentRecord, Release):
    register_permission_policy(model, LookOnly(model, roles=EDITORS), exact_class=True)
register_permission_policy(Theme, NeverDeleted(Theme), exact_class=True)
register_snippet(StoriesGroup)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    return [
        path("stories/", include("stories.admin.urls")),
        path("reports/stories/", include("stories.admin.report_urls")),
    ]


def _add_to_reports(report: Report, order: int) -> None:
    hooks.register("register_reports_menu_item", lambda: ReportMenuItem(report, order=order))


for place, each in enumerate(ALL):
    _add_to_reports(each, 10 + place)


class StoriesWaiting(Component):
    """On an editor's first page: how much waits at which stage."""

    name = "stories_waiting"
    template_name = "stories/admin/home_panel.html"
    order = 50

    class Media:
        css = {"all": ["css/workbench.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        return {"stages": count_stages(user=request.user), "request": request}


@hooks.register("construct_homepage_panels")
def add_stories_waiting(request: HttpRequest, panels: list[Component]) -> None:
    if not roles_of(request.user).isdisjoint(EDITORS):
        panels.append(StoriesWaiting())
    if Role.SAFEGUARDING_LEAD in roles_of(request.user):
        panels.append(SafeguardingWaiting())
