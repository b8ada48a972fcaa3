"""Fields that several of a teller's forms have."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 200_000  # letters: a long book


class TellingField(forms.CharField):
    """Room for a whole story, in ROWS lines to begin with. It may always be left empty."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        drawn = {"class": "telling", "rows": rows, "autocomplete": "off", "spellcheck": "true"}
        too_long = _("That is more than we can take in one piece. Please send it in two.")
        super().__init__(
            required=False,
            max_length=LONGEST,
            widget=forms.Textarea(attrs=drawn),
            error_messages={"max_length": too_long},
            **kwargs,
        )


class ToTheLetter(forms.TextInput):
    """For what must stand as it is typed, such as a receipt or an address: nothing remembers or corrects it."""

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"})
