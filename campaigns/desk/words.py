"""The forms of a pack: a plain one to begin with, and its sections as a StreamField afterwards."""

import functools
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, Panel

from campaigns.blocks import WHAT_IT_HOLDS
from campaigns.enums import ASKED_FOR, Audience, SectionKind
from campaigns.forms import DateInput, lines
from campaigns.models import Campaign, Meeting, Pack
from campaigns.packs.changes import last_issued


class MeetingField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    def label_from_instance(self, meeting: Meeting) -> str:
        return f"{date_format(meeting.on, 'j F Y')}: {meeting.title}"


def meeting_field(campaign: Campaign) -> MeetingField:
    return MeetingField(
        queryset=campaign.meetings.order_by("-on"),
        required=False,
        label=_("For the meeting"),
        empty_label=_("None that is written down"),
        help_text=_(
            "What you ask for is then on the sheet for that day. Leave the date empty: the pack moves with its meeting."
        ),
    )


def on_its_day(data: dict[str, Any], *, changed: Collection[str]) -> dict[str, Any]:
    """A pack for a meeting keeps no day of its own, and moves with it, unless somebody wrote another."""
    meeting = data.get("meeting")
    of_the_last = "meeting" in changed and "meeting_on" not in changed
    if meeting and (of_the_last or data.get("meeting_on") == meeting.on):
        data["meeting_on"] = None
    return data


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
        fields = ["title", "audience", "addressed_to", "meeting", "meeting_on"]
        widgets = {"meeting_on": DateInput}

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"] = meeting_field(campaign)

    def clean(self) -> dict[str, Any]:
        return on_its_day(super().clean() or {}, changed=self.changed_data)


class PackForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"] = meeting_field(self.instance.campaign)

    def clean(self) -> dict[str, Any]:
        return on_its_day(super().clean() or {}, changed=self.changed_data)

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
            FieldRowPanel([FieldPanel("audience"), FieldPanel("addressed_to")]),
            FieldRowPanel([FieldPanel("meeting"), FieldPanel("meeting_on")]),
            FieldPanel("sections"),
        ],
        base_form_class=PackForm,
    ).bind_to_model(Pack)
