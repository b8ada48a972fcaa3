"""Forms of the safeguarding pages. They check shape; the rules are in stories/safeguarding.py and disclosure.py."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stories.flag_enums import CLEARING, FlagKind, SafeguardingStep

SEALED = _("It is sealed with the story, and only safeguarding leads open it.")
LONGEST = 4000
LATER = [("", _("Choose")), ("hour", _("In an hour")), ("day", _("Tomorrow")), ("week", _("In a week"))]
WHAT_WAS_DONE = [step for step in SafeguardingStep if step not in (*CLEARING, SafeguardingStep.TAKEN)]


def words_field(label: Any, *, required: bool = False, help_text: Any = SEALED) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, widget=area, help_text=help_text
    )


class Plain(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class RaiseForm(Plain):
    kind = forms.ChoiceField(label=_("What worries you"), choices=FlagKind.choices, widget=forms.RadioSelect)
    note = words_field(_("Why, in a sentence"))


class StepForm(Plain):
    """What was done, without clearing it."""

    prefix = "step"
    step = forms.ChoiceField(
        label=_("What you did"),
        choices=[(step.value, step.label) for step in WHAT_WAS_DONE],
        widget=forms.RadioSelect,
    )
    later = forms.ChoiceField(
        label=_("Look again"),
        choices=LATER,
        required=False,
        help_text=_("For “Set another time to look again”."),
    )
    words = words_field(_("Note"))


class ClearForm(Plain):
    prefix = "clear"
    step = forms.ChoiceField(
        label=_("Clear it, because you"),
        choices=[(step.value, step.label) for step in CLEARING],
        widget=forms.RadioSelect,
    )
    words = words_field(_("Why"), required=True)


class AskContactForm(Plain):
    prefix = "ask"
    reason = words_field(_("Why you need it"), required=True)


class AnswerContactForm(Plain):
    prefix = "answer"
    agreed = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("Yes: it may be shown once")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    untold = forms.BooleanField(label=_("Do not tell the teller"), required=False)
    why_not = words_field(
        _("Why the teller must not be told"),
        help_text=_("Only when telling them would put somebody in danger."),
    )
