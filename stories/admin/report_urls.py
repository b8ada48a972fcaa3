"""Addresses of the reports, below /admin/reports/stories/."""

from django.urls import URLPattern, path

from stories.admin.reports import ALL, view_of

app_name = "story_reports"
urlpatterns: list[URLPattern] = [path(f"{report.slug}/", view_of(report), name=report.slug) for report in ALL]
