"""A list under Reports, and one button. No other address exists: nothing to add, edit, copy, export or delete."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from common.jobs.models import Job
from common.jobs.views import JobIndexView, try_again


class JobViewSet(ModelViewSet):
    model = Job
    icon = "cogs"
    menu_label = _("Background work")
    menu_hook = "register_reports_menu_item"
    menu_order = 900
    index_view_class = JobIndexView
    list_filter = ["state"]
    list_per_page = 50
    ordering = "-created_at"
    copy_view_enabled = False
    add_to_reference_index = False

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<uuid:pk>/retry/", try_again, name="retry"),
        ]

    def register_admin_url_finder(self) -> None:
        """There is no page to edit a job."""


jobs = JobViewSet("jobs", url_prefix="jobs")
