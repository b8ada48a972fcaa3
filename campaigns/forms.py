"""Coordinators' forms. What they allow is checked again where it is done: see packs/building.py."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Organisation
from accounts.permissions import Visitor, organisations_of
from campaigns.enums import HandedOver
from campaigns.models import Campaign
from stories.themes import theme_tree
from stories.trusts import all_trusts


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


class QuotationForm(forms.Form):
    words = forms.CharField(
        label=_("The words to quote"),
        widget=lines(4),
        help_text=_("Exactly as they stand in the story. Select them above, or type them."),
    )


class ThemeFilterForm(forms.Form):
    theme = forms.ChoiceField(label=_("Theme"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(group.label, [(term.slug, term.label) for term in terms]) for group, terms in theme_tree()]
        self.fields["theme"].choices = [("", _("All themes")), *groups]  # type: ignore[attr-defined]
