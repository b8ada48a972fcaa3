"""How the background work stands, for people in the admin: kinds, ids and plain reasons, never words of a story."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic import IndexView
from wagtail.permissions import policy_registry

from common.jobs.enums import JobState
from common.jobs.errors import NotRetryable
from common.jobs.models import Job
from common.jobs.service import retry


def describe_kind(job: Job) -> str:
    return job.kind.replace("_", " ").capitalize()


def describe_progress(job: Job) -> str:
    return f"{job.progress:.0%}" if job.state == JobState.RUNNING else ""


class RetryColumn(BaseColumn):
    """A form and not a link: only a POST may change anything."""

    cell_template_name = "jobs/admin/retry_cell.html"

    def get_cell_context_data(self, instance: Job, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        retryable = instance.state in (JobState.FAILED, JobState.WAITING)
        return context | {"retryable": retryable, "csrf_token": get_token(context["request"])}


class JobIndexView(IndexView):
    page_title = gettext_lazy("Background work")
    any_permission_required = ["view"]
    FORMATS = ()  # without this, ?export=csv answers although nothing links to it

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            Column("kind", label=gettext_lazy("Work"), accessor=describe_kind, sort_key="kind"),
            Column("object_id", label=gettext_lazy("About")),
            StatusTagColumn(
                "state",
                label=gettext_lazy("State"),
                accessor="get_state_display",
                sort_key="state",
                primary=lambda job: job.state in (JobState.RUNNING, JobState.DONE),
            ),
            Column("progress", label=gettext_lazy("Progress"), accessor=describe_progress),
            Column("attempts", label=gettext_lazy("Attempts")),
            Column("reason", label=gettext_lazy("Reason")),
            DateColumn("created_at", label=gettext_lazy("Asked for"), sort_key="created_at"),
            RetryColumn("retry", label=gettext_lazy("Try again")),
        ]


@require_POST
def try_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    if not policy_registry.get_by_type(Job).user_has_permission(request.user, "retry"):
        raise PermissionDenied
    try:
        retry(job_id=pk, by=request.user)  # type: ignore[arg-type]  # never anonymous past the check above
    except Job.DoesNotExist:
        raise Http404 from None
    except NotRetryable:
        messages.warning(request, gettext("This is not failed or waiting any more, so nothing was changed."))
    else:
        messages.success(request, gettext("It is in the queue again."))
    return redirect("jobs:index")
