from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from pages.blocks import PageBody
from pages.fields import PlainStreamField


class InformationPage(Page):
    introduction = models.TextField(_("introduction"), max_length=500, blank=True)
    body = PlainStreamField(PageBody(), verbose_name=_("body"), blank=True)
    for_tellers = models.BooleanField(
        _("a page for people who may want to tell a story"),
        default=False,
        help_text=_("Adds “Exit this page” and the support lines."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("for_tellers"),
    ]
    parent_page_types = ["pages.HomePage", "pages.InformationPage"]
    subpage_types = ["pages.InformationPage"]
    template = "pages/information_page.html"

    class Meta:
        verbose_name = _("information page")
