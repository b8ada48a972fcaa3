"""Word lists in Wagtail's admin: editors change any, coordinators that of their own groups."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.views.generic import DeleteView, EditView, IndexView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.enums import Role
from accounts.models import Organisation
from accounts.permissions import Visitor, has_role, organisations_of
from transcription.models import WordList
from transcription.vocabulary.words import NotWords, tidy_words

WHY = _(
    "Whisper writes down what it believes it heard, and does not know how your wards and medicines are written. It "
    "hears a new recording with these words in mind. Never write the name of a person here: it would turn up in "
    "transcripts where nobody said it. Everybody who works for the group can read this list."
)


def may_edit_for(user: Visitor) -> QuerySet[Organisation]:
    """Whose list somebody may change."""
    if has_role(user=user, role=Role.EDITOR):
        return Organisation.objects.all()
    return organisations_of(user=user, role=Role.COORDINATOR)


class WordListForm(WagtailAdminModelForm):
    class Meta:
        model = WordList
        fields = ["organisation", "words"]
        widgets = {"words": forms.Textarea(attrs={"rows": 12})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whose = self.fields["organisation"]
        whose.queryset = may_edit_for(self.for_user)
        whose.disabled = not self.instance._state.adding
        whose.error_messages["unique"] = _("This group has a list already: change that one.")

    def clean_words(self) -> str:
        try:
            return tidy_words(self.cleaned_data["words"])
        except NotWords as error:
            raise ValidationError(str(error)) from error


class OwnListsIndex(IndexView):
    def get_base_queryset(self) -> QuerySet[WordList]:
        return WordList.objects.filter(organisation__in=may_edit_for(self.request.user))


class OwnListOnly:
    """Wagtail asks the policy about an object on some of its pages only."""

    def get_object(self, *given: Any) -> WordList:
        found: WordList = super().get_object(*given)  # type: ignore[misc]
        if not may_edit_for(self.request.user).filter(pk=found.organisation_id).exists():  # type: ignore[attr-defined]
            raise Http404
        return found


class OwnEdit(OwnListOnly, EditView):
    pass


class OwnDelete(OwnListOnly, DeleteView):
    pass


class OwnHistory(OwnListOnly, HistoryView):
    pass


class OwnUsage(OwnListOnly, UsageView):
    pass


class WordListViewSet(ModelViewSet):
    model = WordList
    icon = "list-ul"
    menu_label = _("Word lists")
    menu_order = 603
    add_to_settings_menu = True
    copy_view_enabled = False
    index_view_class = OwnListsIndex
    edit_view_class = OwnEdit
    delete_view_class = OwnDelete
    history_view_class = OwnHistory
    usage_view_class = OwnUsage
    list_display = ["organisation"]
    search_fields = ["organisation__name"]
    panels = [HelpPanel(content=WHY), FieldPanel("organisation"), FieldPanel("words")]

    def get_form_class(self, for_update: bool = False) -> type[WagtailAdminModelForm]:
        return WordListForm


word_lists = WordListViewSet("word_lists", url_prefix="word-lists")
