"""One question about the teller, every part of it to leave out."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.typed import TypedForm
from stories.about_questions import AboutQuestion, Option

NOTHING_CHOSEN = ("", _("No answer"))


class AboutForm(TypedForm):
    chosen = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    also = forms.MultipleChoiceField(
        label=_("Which of these fit? Tick as many as you like."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_(
            "If nothing above fits, or to say it better. We never change your words into one of ours."
        ),
    )

    def __init__(self, *args: Any, question: AboutQuestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen, also = self.fields["chosen"], self.fields["also"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101  narrows for mypy
        assert isinstance(also, forms.ChoiceField)  # noqa: S101  narrows for mypy
        chosen.label = str(question.question)
        if question.grouped:
            chosen.widget = forms.Select()
        chosen.choices = [NOTHING_CHOSEN, *_choices(question.options)]
        also.choices = [(option.slug, option.label) for option in question.also]
        if not question.also:
            del self.fields["also"]


def _choices(options: tuple[Option, ...]) -> list[tuple[str, Any]]:
    """Options of one group together under its name, where they have groups."""
    found: list[tuple[str, Any]] = []
    for option in options:
        pair = (option.slug, option.label)
        group = gettext(option.group) if option.group else ""
        if not group:
            found.append(pair)
        elif found and found[-1][0] == group:
            found[-1][1].append(pair)
        else:
            found.append((group, [pair]))
    return found
