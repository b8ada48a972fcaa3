"""The choice as a form: three questions, and the stretches to cover as lines of text."""

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from transcription.enums import HiddenSound, Picture, Voice
from transcription.media.treatment import TimeSpan
from transcription.treatments.chosen import Chosen

CLOCK = r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2}(?:\.\d{1,3})?)"
STRETCH = re.compile(rf"\s*{CLOCK}\s*(?:-|–|to)\s*{CLOCK}\s*", re.ASCII)


class TreatmentForm(forms.Form):
    hidden = forms.ChoiceField(
        label=_("Where words are hidden"), choices=HiddenSound.choices, widget=forms.RadioSelect
    )
    voice = forms.ChoiceField(label=_("The voice"), choices=Voice.choices, widget=forms.RadioSelect)
    picture = forms.ChoiceField(
        label=_("The picture"), choices=Picture.choices, widget=forms.RadioSelect, required=False
    )
    covered = forms.CharField(
        label=_("Cover the picture for a while"),
        help_text=_("One stretch on each line, such as 1:05 to 1:20. The picture is black there."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=8000,
    )

    def __init__(self, *args: Any, pictures: Collection[Picture] = tuple(Picture), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(each.value, each.label) for each in pictures]
        self.fields["picture"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField

    def clean_covered(self) -> tuple[TimeSpan, ...]:
        lines = [line for line in self.cleaned_data["covered"].splitlines() if line.strip()]
        return tuple(sorted(read_stretch(line) for line in lines))

    def chosen(self) -> Chosen:
        data = self.cleaned_data
        picture = Picture(data["picture"] or Picture.AS_IS)
        return Chosen(HiddenSound(data["hidden"]), Voice(data["voice"]), picture, data["covered"])


def read_stretch(line: str) -> TimeSpan:
    """Raises ValidationError."""
    found = STRETCH.fullmatch(line)
    if found is None:
        raise ValidationError(
            now_in_words("“%s” is no stretch of time. Write it like this: 1:05 to 1:20.") % line.strip()[:40]
        )
    numbers = [float(each or 0) for each in found.groups()]
    return _seconds(*numbers[:3]), _seconds(*numbers[3:])


def _seconds(hours: float, minutes: float, seconds: float) -> float:
    return hours * 3600 + minutes * 60 + seconds


def write_moment(seconds: float) -> str:
    """As `read_stretch` reads it, to the thousandth where it matters."""
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes)}:{rest:06.3f}".removesuffix(".000")


def initial_of(chosen: Chosen) -> dict[str, str]:
    covered = "\n".join(f"{write_moment(start)} to {write_moment(end)}" for start, end in chosen.covered)
    return {
        "hidden": chosen.hidden,
        "voice": chosen.voice,
        "picture": chosen.picture,
        "covered": covered,
    }
