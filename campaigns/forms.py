"""Coordinators' forms. What they allow is checked again where it is done: see packs/building.py."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Organisation
from accounts.permissions import Visitor, organisations_of
from campaigns.enums import HandedOver, Helped
from campaigns.models import Campaign
from campaigns.packs.links import MOST_DAYS, usual_expiry
from stories.candidates import Length
from stories.enums import PartKind, ThemeGroup
from stories.themes import terms_in, theme_tree
from stories.trusts import all_trusts

# What reaches a person: an address, or a telephone number of this country. Dates are none.
REACHES = re.compile(
    r"\S@\S|[(\[]\s*at\s*[)\]]|(?<!\d)(?:\+44\s?(?:\(0\)\s?)?\d|\(?0\d)\d(?:[\s()/.\u2010-\u2015-]*\d){6,}"
)


def refuse_reaching(form: forms.Form | forms.ModelForm[Any], *names: str) -> None:
    """Says so at each of these fields that holds what reaches a person."""
    for name in names:
        if REACHES.search(form.cleaned_data.get(name) or ""):
            form.add_error(name, _("Take out the e-mail address or the phone number: others will read this."))


class DateInput(forms.DateInput):
    """The browser's own calendar, which wants dates as ISO writes them."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NewCampaignForm(forms.Form):
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=_("Group"), empty_label=None
    )
    trust_code = forms.ChoiceField(label=_("Trust or health board"))
    name = forms.CharField(label=_("Name of the campaign"), max_length=120)
    aim = forms.CharField(label=_("What you want to change"), widget=lines(4))

    def __init__(self, *args: Any, user: Visitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations_of(user=user, role=Role.COORDINATOR)  # type: ignore[attr-defined]
        trusts = [(trust.code, f"{trust.name} ({trust.nation})") for trust in all_trusts()]
        self.fields["trust_code"].choices = trusts  # type: ignore[attr-defined]


class CampaignForm(forms.ModelForm[Campaign]):
    class Meta:
        model = Campaign
        fields = ["name", "aim", "what_changed", "started_on", "ended_on", "public"]
        widgets = {"aim": lines(4), "what_changed": lines(8), "started_on": DateInput, "ended_on": DateInput}


class LinkForm(forms.Form):
    expires_on = forms.DateField(
        label=_("Until when it opens"),
        widget=DateInput(),
        initial=usual_expiry,
        help_text=_("Up to a year. After that day it is closed, and you can make another."),
    )

    def clean_expires_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if not today <= day <= today + dt.timedelta(days=MOST_DAYS):
            raise forms.ValidationError(_("Choose a day from today up to a year from now."))
        return day


class PasscodeForm(forms.Form):
    passcode = forms.CharField(
        label=_("The passcode"),
        max_length=40,
        help_text=_("Eight letters and figures, like HK7M-2QXR."),
        widget=forms.TextInput(
            attrs={
                "class": "short",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class DeliveryForm(forms.Form):
    recipient = forms.CharField(
        label=_("To whom"), max_length=160, help_text=_("Their job, not their name: director of nursing.")
    )
    how = forms.ChoiceField(label=_("How"), choices=HandedOver.choices)
    on = forms.DateField(label=_("When"), widget=DateInput(), initial=timezone.localdate)
    email = forms.EmailField(
        label=_("Work e-mail"),
        required=False,
        help_text=_("Only to tell them, once, if this edition is taken back. You can leave it out."),
    )


class FeedbackForm(forms.Form):
    """From whoever was given an edition."""

    helped = forms.ChoiceField(
        label=_("Did this pack help?"), choices=Helped.choices, widget=forms.RadioSelect
    )
    job = forms.CharField(
        label=_("Your job"), max_length=120, help_text=_("Not your name: ward manager, director of nursing.")
    )
    will_do = forms.CharField(
        label=_("What will you do, and by when?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Please write nothing about any patient. You can leave it out."),
    )


class PassOnForm(forms.Form):
    """A reader's answer on its way to tellers, and to everybody where the campaign is public."""

    promise = forms.CharField(label=_("The promise"), max_length=300, required=False, widget=lines(3))
    owner = forms.CharField(label=_("Whose words, by job"), max_length=120)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_reaching(self, *self.fields)
        return data


class QuotationForm(forms.Form):
    words = forms.CharField(
        label=_("The words to quote"),
        widget=lines(4),
        help_text=_("Exactly as they stand in the story. Select them above, or type them."),
    )


class StorySearchForm(forms.Form):
    """Words, and what narrows them. What nothing was found for is not offered, unless it was asked for."""

    words = forms.CharField(label=_("Words"), required=False, max_length=200)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    setting = forms.ChoiceField(label=_("Where"), required=False)
    length = forms.ChoiceField(
        label=_("Time to read"), required=False, choices=[("", _("Any")), *Length.choices]
    )
    kind = forms.ChoiceField(
        label=_("How it was told"), required=False, choices=[("", _("Any")), *PartKind.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(group.label, [(term.slug, term.label) for term in terms]) for group, terms in theme_tree()]
        self._offer("theme", [("", _("All themes")), *groups])
        settings = [(term.slug, term.label) for term in terms_in(group=ThemeGroup.SETTINGS)]
        self._offer("setting", [("", _("Anywhere")), *settings])

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def count(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Each choice with how many stories it leaves."""
        for name, counted in counts.items():
            offered = self.fields[name].choices  # type: ignore[attr-defined]
            self._offer(
                name, [kept for each in offered if (kept := self._counted(each, counted, self[name].value()))]
            )

    def _counted(self, choice: Any, counts: Mapping[str, int], asked: Any) -> Any:
        value, label = choice
        if isinstance(label, list | tuple):
            kept = [row for each in label if (row := self._counted(each, counts, asked))]
            return (value, kept) if kept else None
        if not value or value == asked:
            return choice
        return (value, f"{label} ({counts[value]})") if counts.get(value) else None
