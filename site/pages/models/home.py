from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

# What the first page's cloth is woven from: what was done, what it was like, what helped.
CLOTH = ("physical-restraint", "not-listened-to", "talked-down", "reassured-no-force", "family-involved")


class HomePage(Page):
    heading = models.CharField(_("heading"), max_length=120)
    lead = models.TextField(_("below the heading"), max_length=500)
    promise = models.TextField(_("the promise"), max_length=400)

    content_panels = [*Page.content_panels, FieldPanel("heading"), FieldPanel("lead"), FieldPanel("promise")]
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    template = "pages/home_page.html"

    class Meta:
        verbose_name = _("first page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "cloth": CLOTH}
