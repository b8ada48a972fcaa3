"""The 4Pi check as a form: for each question how far, and a note."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.forms import DateInput, lines
from campaigns.organising.four_pi import FOUR_PI, NAMES, HowFar

NOTE = "_note"
Answers = Mapping[str, Mapping[str, str]]


class FourPiForm(forms.Form):
    on = forms.DateField(label=_("Date"), widget=DateInput(), initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for principle in FOUR_PI:
            for name, question in principle.questions.items():
                self.fields[name] = forms.ChoiceField(
                    label=str(question), choices=HowFar.choices, required=False, widget=forms.RadioSelect
                )
                self.fields[name + NOTE] = forms.CharField(
                    label=_("Note"), required=False, max_length=1000, widget=lines(2)
                )

    @staticmethod
    def initial_of(answers: Answers) -> dict[str, str]:
        chosen = {name: kept.get("answer", "") for name, kept in answers.items()}
        return chosen | {name + NOTE: kept.get("note", "") for name, kept in answers.items()}

    def parts(self) -> Iterator[tuple[Promise, Promise, list[tuple[BoundField, BoundField]]]]:
        for principle in FOUR_PI:
            pairs = [(self[name], self[name + NOTE]) for name in principle.questions]
            yield principle.name, principle.means, pairs

    def answers(self) -> dict[str, dict[str, str]]:
        data = self.cleaned_data
        return {name: {"answer": data[name], "note": data[name + NOTE]} for name in NAMES}
