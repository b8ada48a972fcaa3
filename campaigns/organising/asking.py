"""The form that people answer who knew a ward: every question may be left out, and nothing asks who they are."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.organising.questions import QUESTIONS, Choice


class QuestionsForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question in QUESTIONS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=question,
                choices=Choice.choices,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Choose one of these.")},
            )
