"""Trainers' forms. What they allow is checked again where it is done."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from stories.enums import Form, ThemeGroup
from stories.themes import all_terms
from transcription.enums import Length
from transcription.library.search import Wanted
from transcription.library.terms import MONTHS
from transcription.models import Reel, TrainingTerms
from transcription.reels.plan import LONGEST_PAUSE

# In trainers' words: the labels of `Form` are a teller's own.
FORM_WORDS = {
    Form.DISGUISED_AUDIO: _("Sound, voice disguised"),
    Form.AUDIO: _("Sound, their own voice"),
    Form.DISGUISED_VIDEO: _("Film, disguised"),
    Form.VIDEO: _("Film, as it is"),
}


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class TermsForm(forms.ModelForm[TrainingTerms]):
    months = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(n, ngettext_lazy("%(n)d month", "%(n)d months", n) % {"n": n}) for n in MONTHS],
        initial=MONTHS[-1],
        help_text=_("When it runs out everything stops by itself. You can agree again on any day."),
    )
    yes = forms.BooleanField(
        label=_("I may agree for my organisation, and we keep to every line of this"),
        error_messages={"required": _("Nothing opens without this yes.")},
    )

    class Meta:
        model = TrainingTerms
        fields = ["purpose", "name"]
        widgets = {"purpose": lines(3)}
        help_texts = {
            "purpose": _("Which staff, in what training. Tellers can read it."),
            "name": _("Yours, in full: you bind your organisation."),
        }


class SearchForm(forms.Form):
    words = forms.CharField(label=_("Words"), max_length=200, required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    length = forms.ChoiceField(
        label=_("How long"), required=False, choices=[("", _("Any length")), *Length.choices]
    )
    form = forms.ChoiceField(
        label=_("Sound or picture"),
        required=False,
        choices=[("", _("Any")), *((form.slug, words) for form, words in FORM_WORDS.items())],
    )
    without = forms.MultipleChoiceField(
        label=_("Leave out clips that speak of"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = all_terms().values()
        themes = [(term.slug, term.label) for term in terms if term.browsable]
        notes = [(term.slug, term.label) for term in terms if term.group == ThemeGroup.CONTENT_NOTES]
        self.fields["theme"].choices = [("", _("Any theme")), *themes]  # type: ignore[attr-defined]
        self.fields["without"].choices = notes  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """Of an answer that is not valid: everything."""
        if not self.is_valid():
            return Wanted()
        data = self.cleaned_data
        return Wanted(
            words=data["words"],
            theme=data["theme"],
            form=Form.from_slug(data["form"]) if data["form"] else None,
            length=Length(data["length"]) if data["length"] else None,
            without=tuple(data["without"]),
        )


class NewReelForm(forms.ModelForm[Reel]):
    class Meta:
        model = Reel
        fields = ["title"]
        help_texts = {"title": _("It stands on the first card. You can change it later.")}


class ReelForm(forms.ModelForm[Reel]):
    pause = forms.IntegerField(
        label=_("Pause after the last clip, in seconds"),
        min_value=0,
        max_value=int(LONGEST_PAUSE),
        help_text=_("A quiet card with two lines that bring people back into the room."),
    )

    class Meta:
        model = Reel
        fields = ["title", "content_note", "pause", "questions"]
        widgets = {"content_note": lines(2), "questions": lines(4)}
        help_texts = {
            "content_note": _("Shown before anything is heard. Name what may hurt, in plain words."),
            "questions": _("One to a line. They come after the pause."),
        }
