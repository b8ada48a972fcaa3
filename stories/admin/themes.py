"""The taxonomy in Wagtail's admin: administrators edit it, editors read it, nobody deletes."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import CreateView, EditView, InspectView, SnippetViewSet

from stories.admin.choosers import OnlyChoose
from stories.models import Theme
from stories.themes import forget_terms

ABOUT = _(
    "Themes come with Heard from a file. What you change here is kept when a newer file is loaded: whoever brings "
    "Heard up to date is told where the file says otherwise. A label may be put better, but it must go on meaning the "
    "same: tellers have said yes to it. For another meaning, make another theme and switch the old one off."
)
PHRASES = _("What people really say, in English or Welsh, one phrase on each line. Suggestions rest on them.")


class ThemeForm(WagtailAdminModelForm):
    phrases = forms.CharField(
        label=_("Phrases"), required=False, widget=forms.Textarea(attrs={"rows": 8}), help_text=PHRASES
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["phrases"] = "\n".join(self.instance.phrases)
        above = Theme.objects.filter(parent=None).exclude(pk=self.instance.pk)
        if self.instance.pk:
            above = above.filter(group=self.instance.group)
            self.fields["slug"].disabled = self.fields["group"].disabled = True
        self.fields["parent"].queryset = above

    def clean_phrases(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["phrases"].splitlines()]
        return [line for line in dict.fromkeys(lines) if line]


class ListedPanel(FieldPanel):
    """A list of words, to look at."""

    def format_value_for_display(self, value: list[str]) -> str:
        return ", ".join(value)


class _ForgetsTerms:
    """Terms are cached for readers: a change shows at once."""

    def save_instance(self) -> Any:
        saved = super().save_instance()  # type: ignore[misc]  # of the view this is mixed into
        forget_terms()
        return saved


class ThemeCreateView(_ForgetsTerms, CreateView):
    pass


class ThemeEditView(_ForgetsTerms, EditView):
    pass


class ThemeInspectView(InspectView):
    def get_phrases_display_value(self) -> str:
        return ", ".join(self.object.phrases) or "-"

    def get_source_display_value(self) -> str:
        return ", ".join(self.object.source) or "-"


class ThemeViewSet(SnippetViewSet):
    model = Theme
    chooser_viewset_class = OnlyChoose
    icon = "tag"
    menu_label = _("Themes")
    copy_view_enabled = False
    inspect_view_enabled = True
    add_to_reference_index = False
    add_view_class = ThemeCreateView
    edit_view_class = ThemeEditView
    inspect_view_class = ThemeInspectView
    inspect_view_fields = [
        "label", "label_cy", "slug", "group", "subgroup", "parent", "definition", "definition_cy", "phrases",
        "active", "source", "checked",
    ]  # fmt: skip
    list_display = [
        "label",
        "label_cy",
        "group",
        "parent",
        BooleanColumn("active", label=_("In use"), sort_key="active"),
    ]
    list_filter = ["group", "active"]
    list_per_page = 50
    search_fields = ["label", "label_cy", "slug"]
    search_backend_name = None
    ordering = ["group", "position"]
    edit_handler = ObjectList(
        [
            HelpPanel(content=ABOUT),
            MultiFieldPanel([FieldPanel("label"), FieldPanel("definition")], heading=_("In English")),
            MultiFieldPanel([FieldPanel("label_cy"), FieldPanel("definition_cy")], heading=_("In Welsh")),
            FieldPanel("phrases"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("slug"), FieldPanel("position")]),
                    FieldRowPanel([FieldPanel("group"), FieldPanel("subgroup")]),
                    FieldPanel("parent", widget=forms.Select),
                    FieldPanel("active"),
                ],
                heading=_("Where it stands"),
            ),
            ListedPanel("source", read_only=True),
            FieldPanel("checked", read_only=True),
        ],
        base_form_class=ThemeForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Theme]:
        return Theme.objects.select_related("parent")
