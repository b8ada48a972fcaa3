"""The forms of a group's organising side. Beside each thing asked of a contact stands why it is asked."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.forms import DateInput, lines, refuse_reaching
from campaigns.models import Commitment, Contact, InformationRequest, Meeting, PlanStep, Round
from campaigns.organising.information import answer_due


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

    def clean(self) -> dict[str, Any]:
        """If the campaign is public, so are its promises."""
        data = super().clean() or {}
        refuse_reaching(self, "text", "owner", "evidence")
        return data


class RequestForm(forms.ModelForm[InformationRequest]):
    link = forms.URLField(label=_("Where it can be read"), required=False, assume_scheme="https")

    class Meta:
        model = InformationRequest
        fields = ["asked", "arrived_on", "reference", "link", "outcome", "answered_on", "answer"]
        widgets = {"asked": lines(3), "arrived_on": DateInput, "answered_on": DateInput, "answer": lines(4)}
        help_texts = {
            "asked": _(
                "In your own words, and nothing a teller told: requests are published. If the campaign is public, so "
                "is this."
            ),
            "arrived_on": _("For an e-mail the day you sent it. The answer is due 20 working days later."),
            "answer": _("In your own words. Name no person, and no number below five."),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refuse_reaching(self, "asked", "answer", "reference")
        arrived, answered = data.get("arrived_on"), data.get("answered_on")
        if arrived and arrived > timezone.localdate():
            self.add_error("arrived_on", _("That day is still to come. Write it down once it has been sent."))
        if data.get("outcome") and not answered:
            self.add_error("answered_on", _("On which day did they answer?"))
        if answered and not data.get("outcome"):
            self.add_error("outcome", _("Choose what they answered, or take the day out."))
        if arrived and answered and answered < arrived:
            self.add_error("answered_on", _("That is before the request reached them. Look at both days."))
        return data

    def save(self, commit: bool = True) -> InformationRequest:
        self.instance.due_on = answer_due(arrived_on=self.instance.arrived_on)
        return super().save(commit)


class RoundForm(forms.ModelForm[Round]):
    class Meta:
        model = Round
        fields = ["phase", "ward", "time"]
