"""The evidence library in Wagtail's admin: list and edit. Rows come and go with the reference files only."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from campaigns.models import Figure, GuidanceStatement, Initiative, Source

KEPT = HelpPanel(
    content=_(
        "What you change here stays until that row of the reference files changes. "
        "Themes, sources and checks come from the files."
    )
)


class LibraryViewSet(SnippetViewSet):
    copy_view_enabled = False
    add_to_admin_menu = False
    inspect_view_enabled = True
    list_per_page = 50
    list_filter: list[str] = ["checked"]


class StatementViewSet(LibraryViewSet):
    model = GuidanceStatement
    icon = "clipboard-list"
    menu_label = _("What the rules say")
    list_display = ["__str__", "slug", "get_status_display", "get_checked_display", "confirmed_at"]
    list_filter = ["topic", "status", "checked", "legal"]
    search_fields = ["text", "slug", "section"]
    edit_template_name = "campaigns/library/edit.html"
    panels = [
        KEPT,
        FieldPanel("text"),
        MultiFieldPanel(
            [
                FieldPanel("section"),
                FieldPanel("legal"),
                FieldPanel("status"),
                FieldPanel("in_force_from"),
                FieldPanel("in_force_until"),
                FieldPanel("superseded_by"),
                FieldPanel("note"),
            ],
            heading=_("Standing"),
        ),
        FieldPanel("ask"),
    ]


class InitiativeViewSet(LibraryViewSet):
    model = Initiative
    icon = "pick"
    menu_label = _("Good practice")
    list_display = ["name", "slug", "get_checked_display", "confirmed_at"]
    search_fields = ["name", "what"]
    edit_template_name = "campaigns/library/edit.html"
    panels = [
        KEPT,
        FieldPanel("name"),
        FieldPanel("what"),
        FieldPanel("who"),
        FieldPanel("active"),
        FieldPanel("caution"),
    ]


class FigureViewSet(LibraryViewSet):
    model = Figure
    icon = "table"
    menu_label = _("Figures")
    list_display = ["measure", "area", "value", "unit", "get_checked_display", "confirmed_at"]
    list_filter = ["nation", "checked"]
    search_fields = ["measure", "area"]
    edit_template_name = "campaigns/library/edit.html"
    panels = [KEPT, FieldPanel("measure"), FieldPanel("value"), FieldPanel("qualifier"), FieldPanel("note")]


class SourceViewSet(LibraryViewSet):
    model = Source
    icon = "link-external"
    menu_label = _("Sources")
    list_display = ["title", "publisher", "year", "get_status_display", "get_checked_display"]
    list_filter = ["legal", "status", "checked"]
    search_fields = ["title", "publisher", "slug"]
    edit_template_name = "campaigns/library/edit.html"
    panels = [
        KEPT,
        FieldPanel("title"),
        FieldPanel("publisher"),
        FieldPanel("year"),
        FieldPanel("url"),
        FieldPanel("status"),
        FieldPanel("in_force_from"),
        FieldPanel("in_force_until"),
        FieldPanel("status_note"),
        FieldPanel("note"),
    ]


class EvidenceGroup(SnippetViewSetGroup):
    items = (StatementViewSet, InitiativeViewSet, FigureViewSet, SourceViewSet)
    menu_label = _("Evidence library")
    menu_icon = "clipboard-list"
    menu_order = 320
