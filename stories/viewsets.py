"""Stories, their two ledgers and trusts in Wagtail's lists; themes are in admin/themes.py."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.snippets.models import SnippetAdminURLFinder
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView
from wagtail.snippets.views.snippets import SnippetViewSet

from accounts.enums import Role
from accounts.permissions import roles_of
from stories.admin.access import for_roles
from stories.admin.choosers import OnlyChoose
from stories.admin.reply_snippets import ReasonViewSet, ReplyViewSet
from stories.admin.themes import ThemeViewSet
from stories.models import ConsentRecord, Release, SafeguardingPhrase, Story, Trust
from stories.permissions import EDITORS

FROM_FILE = _(
    "These come with Heard from a file. What you change here stands until that file is loaded again, "
    "which happens whenever Heard is set up or brought up to date."
)


def story_address(story_id: Any) -> str:
    return reverse("stories_admin:story", args=[story_id])


class StoryIndexView(SnippetIndexView):
    """No boxes to tick, no buttons: a story is worked on at its own page."""

    columns = [
        TitleColumn(
            "reference", label=_("Reference"), sort_key="reference", get_url=lambda s: story_address(s.pk)
        ),
        Column("stage", label=_("Stage"), accessor="get_stage_display", sort_key="stage"),
        Column("editor", label=_("With")),
        DateColumn("stage_since", label=_("Since"), sort_key="stage_since"),
        DateColumn("published_at", label=_("On the website since"), sort_key="published_at"),
    ]


class StoryURLFinder(SnippetAdminURLFinder):
    def construct_edit_url(self, instance: Story) -> str:
        return story_address(instance.pk)

    def get_edit_url(self, instance: Story) -> str | None:
        if self.user is not None and roles_of(self.user).isdisjoint(EDITORS):
            return None
        return self.construct_edit_url(instance)


class ListOnly:
    """A viewset with a list and nothing else: no form, no delete, no copy, no history, no export, no bulk action."""

    list_name = "index"
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    index_view: Any
    index_results_view: Any

    def get_urlpatterns(self) -> list[URLPattern]:
        guard = for_roles(*EDITORS)
        return [
            path("", guard(self.index_view), name=self.list_name),
            path("results/", guard(self.index_results_view), name=f"{self.list_name}_results"),
        ]


class StoryViewSet(ListOnly, SnippetViewSet):
    list_name = "list"
    model = Story
    icon = "openquote"
    menu_label = _("All stories")
    index_view_class = StoryIndexView
    url_finder_class = StoryURLFinder
    list_filter = ["stage"]
    search_fields = ["reference"]
    search_backend_name = None
    ordering = ["-stage_since"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        return Story.objects.select_related("editor")

    def register_chooser_viewset(self) -> None:
        """No choosers: nothing on this site may refer to a story but through the gate."""


class LedgerIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_base_queryset()
        return rows.select_related("submission")


def _story_column() -> TitleColumn:
    return TitleColumn(
        "submission",
        label=_("Story"),
        accessor="submission.reference",
        get_url=lambda row: story_address(row.submission_id),
    )


def _day_column(field: str, label: Promise) -> Column:
    """The day itself: Wagtail's own column says "just now" of any day to come."""
    return Column(field, label=label, accessor=lambda row: _day(getattr(row, field)))


def _day(moment: dt.datetime | None) -> str:
    return date_format(timezone.localtime(moment), "j M Y") if moment else ""


class ConsentViewSet(ListOnly, ModelViewSet):
    model = ConsentRecord
    name = "consents"
    icon = "check"
    menu_label = _("Consents")
    index_view_class = LedgerIndexView
    list_filter = ["purpose", "granted"]
    ordering = ["-id"]
    form_fields: list[str] = []
    list_display = [
        _story_column(),
        Column("purpose", label=_("Use"), accessor="get_purpose_display"),
        Column("granted", label=_("Answer"), accessor=lambda row: _("Yes") if row.granted else _("No")),
        Column("form", label=_("Form"), accessor="get_form_display"),
        _day_column("given_at", _("Given")),
        _day_column("effective_at", _("From")),
        _day_column("expires_at", _("Until")),
    ]


class ReleaseViewSet(ListOnly, ModelViewSet):
    model = Release
    name = "releases"
    icon = "link-external"
    menu_label = _("Releases")
    index_view_class = LedgerIndexView
    list_filter = ["purpose", "destination_kind"]
    ordering = ["-id"]
    form_fields: list[str] = []
    list_display = [
        _story_column(),
        Column("destination", label=_("Where to")),
        Column("purpose", label=_("Use"), accessor="get_purpose_display"),
        Column("form", label=_("Form"), accessor="get_form_display"),
        _day_column("released_at", _("Left")),
        _day_column("recalled_at", _("Taken back")),
    ]


class TrustViewSet(SnippetViewSet):
    model = Trust
    chooser_viewset_class = OnlyChoose
    icon = "site"
    menu_label = _("Trusts and health boards")
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = ["name", "code", "nation", "status"]
    list_filter = ["nation", "status", "fictional"]
    search_fields = ["name", "short_name", "previous_names", "code"]
    ordering = ["name"]
    panels = [
        HelpPanel(content=FROM_FILE),
        FieldPanel("name"),
        FieldPanel("short_name"),
        FieldPanel("code"),
        FieldPanel("nation"),
        FieldPanel("region"),
        FieldPanel("org_type"),
        FieldPanel("previous_names"),
        FieldPanel("status"),
        FieldPanel("status_from"),
        FieldPanel("successor_code"),
        FieldPanel("note"),
    ]


class SafeguardingPhraseViewSet(SnippetViewSet):
    """The list that workers look for. A phrase is switched off, never deleted: loading the file would bring it back."""

    model = SafeguardingPhrase
    chooser_viewset_class = OnlyChoose
    icon = "warning"
    menu_label = _("Safeguarding phrases")
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = ["phrase", "kind", "active"]
    list_filter = ["kind", "active"]
    search_fields = ["phrase"]
    ordering = ["kind", "phrase"]
    panels = [
        HelpPanel(
            content=_(
                "Looked for in words that arrive from now on. What a story says of long ago is no reason to stop it: "
                "look for danger now. Too many flags are cleared unread."
            )
        ),
        FieldPanel("phrase"),
        FieldPanel("kind"),
        FieldPanel("active"),
    ]


class LeadMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return Role.SAFEGUARDING_LEAD in roles_of(request.user)


class QueueMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return not roles_of(request.user).isdisjoint(EDITORS)


class WordingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return Role.ADMINISTRATOR in roles_of(request.user)


class StoriesGroup(ModelViewSetGroup):
    menu_label = _("Stories")
    menu_icon = "openquote"
    menu_order = 110
    items = (
        StoryViewSet,
        ConsentViewSet,
        ReleaseViewSet,
        ThemeViewSet,
        TrustViewSet,
        SafeguardingPhraseViewSet,
        ReplyViewSet,
        ReasonViewSet,
    )

    def __init__(self) -> None:
        super().__init__()
        for viewset in self.registerables:
            viewset.menu_item_is_registered = True  # or Wagtail would list them under "Snippets" as well

    def get_submenu_items(self) -> list[MenuItem]:
        queue = QueueMenuItem(
            _("Queue"), reverse("stories_admin:queue"), name="queue", icon_name="list-ul", order=0
        )
        wording = WordingMenuItem(
            _("Consent wording"),
            reverse("stories_admin:wordings"),
            name="wording",
            icon_name="doc-full",
            order=1000,
        )
        flags = LeadMenuItem(
            _("Safeguarding"), reverse("stories_admin:flags"), name="flags", icon_name="warning", order=1
        )
        return [queue, flags, *super().get_submenu_items(), wording]
