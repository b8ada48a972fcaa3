"""Support lines in the admin: which are shown, and which still want checking."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from pages.models import StaffNote, SupportLine


def describe_check(line: SupportLine) -> str | SafeString:
    """Editors are asked to check; readers never see the question, or the line."""
    if not line.please_check:
        return line.get_checked_display()
    return format_html(
        '<span class="heard-please-check">{}</span> {}', gettext("Please check."), line.get_checked_display()
    )


class SupportLineViewSet(SnippetViewSet):
    model = SupportLine
    icon = "help"
    menu_label = _("Support lines")
    menu_order = 700
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = (
        "name",
        "phone",
        "kind",
        BooleanColumn("shown", label=_("Shown")),
        Column("checked", label=_("Checked"), accessor=describe_check),
    )
    list_filter = ("shown", "checked", "kind")
    search_fields = ("name", "for_whom", "phone")
    panels = [
        HelpPanel(
            content=_(
                "Ring the number yourself before you show a line. People find these pages on their worst day, "
                "and a dead number is worse than none. Look again every three months."
            )
        ),
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("for_whom"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("phone"), FieldPanel("text")]),
                FieldRowPanel([FieldPanel("text_relay"), FieldPanel("email")]),
                FieldPanel("url"),
                FieldPanel("hours"),
            ],
            heading=_("Ways to reach it"),
        ),
        MultiFieldPanel(
            [FieldPanel("nations"), FieldPanel("welsh")], heading=_("Where, and in what language")
        ),
        MultiFieldPanel(
            [FieldPanel("shown"), FieldPanel("checked"), FieldPanel("note")], heading=_("Checking")
        ),
    ]


class StaffNoteViewSet(SnippetViewSet):
    """They come with Heard, each for one place: their words are changed here, none is made or removed."""

    model = StaffNote
    icon = "info-circle"
    menu_label = _("Notes for staff")
    menu_order = 710
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = ("title", "slug")
    search_fields = ("title",)
