"""Replies and reasons in Wagtail's lists: two languages side by side, switched off instead of deleted."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from stories.admin.choosers import OnlyChoose
from stories.models import RefusalReason, ReplyTemplate

PLAIN = _(
    "Tellers read these words in the language of their story. Short sentences, everyday words, nothing of any story. "
    "What was sent before stays as it was."
)


class TwoLanguagesViewSet(SnippetViewSet):
    chooser_viewset_class = OnlyChoose
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = ["title", BooleanColumn("active", label=_("Offered"), sort_key="active")]
    list_filter = ["active"]
    search_fields = ["title"]
    search_backend_name = None
    ordering = ["position", "title"]


class ReplyViewSet(TwoLanguagesViewSet):
    model = ReplyTemplate
    icon = "mail"
    menu_label = _("Replies")
    panels = [
        HelpPanel(content=PLAIN),
        FieldPanel("title"),
        MultiFieldPanel([FieldPanel("words"), FieldPanel("words_cy")], heading=_("What the teller reads")),
        FieldRowPanel([FieldPanel("position"), FieldPanel("active")]),
    ]


class ReasonViewSet(TwoLanguagesViewSet):
    model = RefusalReason
    icon = "cross"
    menu_label = _("Reasons for turning down")
    panels = [
        HelpPanel(content=PLAIN),
        FieldPanel("title"),
        MultiFieldPanel([FieldPanel("words"), FieldPanel("words_cy")], heading=_("Why")),
        MultiFieldPanel([FieldPanel("can_do"), FieldPanel("can_do_cy")], heading=_("What they can do")),
        FieldRowPanel([FieldPanel("position"), FieldPanel("active")]),
    ]
