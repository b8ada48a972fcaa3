"""The forms of a group's organising side. Beside each thing asked of a contact stands why it is asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms import DateInput, lines
from campaigns.models import Commitment, Contact, Meeting, PlanStep, Round


class StepForm(forms.ModelForm[PlanStep]):
    class Meta:
        model = PlanStep
        fields = ["words", "note"]
        widgets = {"note": lines(4)}


class ContactForm(forms.ModelForm[Contact]):
    class Meta:
        model = Contact
        fields = ["role", "name", "email", "influence", "sympathy", "cares_about"]
        widgets = {"cares_about": lines(3)}
        help_texts = {
            "role": _("What you know them by here. Packs and pages name jobs, not people."),
            "name": _("Only so that you greet the right person. You can leave it out."),
            "email": _("Only so that you can write to them from your own mailbox. We never write to it."),
            "influence": _("To find the one person who can say yes."),
            "sympathy": _("To find the one person who wants to."),
            "cares_about": _(
                "What would make this matter to them at work. Nothing about their health or family."
            ),
        }


class MeetingForm(forms.ModelForm[Meeting]):
    """Its INSTANCE knows its campaign: only that campaign's contacts are offered."""

    class Meta:
        model = Meeting
        fields = [
            "title",
            "on",
            "place",
            "contacts",
            "agenda",
            "tellers_speak",
            "safety_plan",
            "may_be_repeated",
            "present",
            "notes",
        ]
        widgets = {
            "on": DateInput,
            "contacts": forms.CheckboxSelectMultiple,
            "agenda": lines(6),
            "safety_plan": lines(6),
            "may_be_repeated": lines(4),
            "present": lines(3),
            "notes": lines(6),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contacts"].queryset = self.instance.campaign.contacts.all()  # type: ignore[attr-defined]


class CommitmentForm(forms.ModelForm[Commitment]):
    class Meta:
        model = Commitment
        fields = ["text", "owner", "made_on", "due_on", "settled", "settled_on", "evidence"]
        widgets = {
            "text": lines(2),
            "made_on": DateInput,
            "due_on": DateInput,
            "settled_on": DateInput,
            "evidence": lines(3),
        }


class RoundForm(forms.ModelForm[Round]):
    class Meta:
        model = Round
        fields = ["phase", "ward", "time"]
