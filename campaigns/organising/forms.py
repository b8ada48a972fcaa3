"""The forms of a group's organising side."""

from django import forms

from campaigns.models import PlanStep


class StepForm(forms.ModelForm[PlanStep]):
    class Meta:
        model = PlanStep
        fields = ["words", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}
