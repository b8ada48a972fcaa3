"""The forms of a pack: a plain one to begin with, and its sections as a StreamField afterwards."""

import functools

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, Panel

from campaigns.blocks import WHAT_IT_HOLDS
from campaigns.enums import ASKED_FOR, Audience, SectionKind
from campaigns.forms import DateInput, lines
from campaigns.models import Pack
from campaigns.packs.changes import last_issued


class NewPackForm(forms.ModelForm[Pack]):
    """The group's own words. Which stories and rules go in is chosen on screens of their own."""

    summary = forms.CharField(
        label=_("In two minutes"),
        required=False,
        widget=lines(7),
        help_text=WHAT_IT_HOLDS[SectionKind.SUMMARY],
    )
    ask = forms.CharField(
        label=_("What you ask for"),
        required=False,
        widget=lines(5),
        help_text=WHAT_IT_HOLDS[SectionKind.ASKS],
    )
    letter = forms.CharField(
        label=_("Letter"), required=False, widget=lines(12), help_text=WHAT_IT_HOLDS[SectionKind.LETTER]
    )

    class Meta:
        model = Pack
        fields = ["title", "audience", "addressed_to", "meeting_on"]
        widgets = {"meeting_on": DateInput}


class PackForm(WagtailAdminModelForm):
    def clean_audience(self) -> str:
        """Who has an edition was promised to its tellers: other readers get a pack of their own."""
        chosen = str(self.cleaned_data["audience"])
        last = last_issued(pack_id=self.instance.pk)
        if last is not None and last.purpose != ASKED_FOR[Audience(chosen)]:
            raise forms.ValidationError(
                _(
                    "An edition of this pack is with other readers already, and its tellers agreed to those. "
                    "Begin a new pack for these readers."
                )
            )
        return chosen


@functools.cache
def pack_panels() -> Panel:
    return ObjectList(
        [
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("audience"), FieldPanel("meeting_on")]),
            FieldPanel("addressed_to"),
            FieldPanel("sections"),
        ],
        base_form_class=PackForm,
    ).bind_to_model(Pack)
