"""Forms of the first page: how to tell it, and whose story it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed import TypedForm
from stories.enums import ToldBy, Way
from stories.whose import Agreement

SOMEBODY_ELSE = "other"
WAYS = (
    (Way.WORDS.value, _("Write it")),
    (Way.SOUND.value, _("Record my voice")),
    (Way.FILM.value, _("Record picture and sound")),
    (Way.FILE.value, _("Send a sound or film file")),
    (Way.PICTURE.value, _("Send a picture of a letter, or of art I made")),
)
WAY_HINTS = {
    Way.WORDS.value: _("On a free page, or with questions that may help."),
    Way.SOUND.value: _("With this device, or a recording you have already."),
    Way.FILM.value: _("You choose later whether anybody sees your face or hears your voice."),
}
WHOSE = (
    (ToldBy.SELF.value, _("Mine: I tell it myself")),
    (ToldBy.HELPED.value, _("Mine, and somebody helps me by typing")),
    (SOMEBODY_ELSE, _("Somebody else’s: I tell it for them")),
)
WHOSE_HINTS = {
    ToldBy.SELF.value: _("It happened to you, or you were there and saw it."),
    ToldBy.HELPED.value: _("An advocate, a coordinator or a friend. We keep nothing about them."),
    SOMEBODY_ELSE: _(
        "You care for them, or somebody close to you has died. We ask first whether they agreed."
    ),
}
AGREEMENT_HINTS = {
    Agreement.AGREED.value: _("Before you send it, they read or hear it and say yes."),
    Agreement.DIED.value: _("What they wanted kept private stays private after their death."),
}


class StartForm(TypedForm):
    """What is not chosen is what most people want: to write their own."""

    way = forms.TypedChoiceField(
        label=_("How would you like to tell it?"),
        choices=WAYS,
        widget=forms.RadioSelect,
        coerce=Way,
        empty_value=Way.WORDS,
        initial=Way.WORDS.value,
        required=False,
        help_text=_("You can use more than one, and change your mind later."),
    )
    whose = forms.TypedChoiceField(
        label=_("Whose story is it?"),
        choices=WHOSE,
        widget=forms.RadioSelect,
        empty_value=ToldBy.SELF.value,
        initial=ToldBy.SELF.value,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choice_hints = WAY_HINTS  # type: ignore[attr-defined]  # read by partials/field.html
        self.fields["whose"].choice_hints = WHOSE_HINTS  # type: ignore[attr-defined]  # the same


class AgreementForm(TypedForm):
    way = forms.TypedChoiceField(
        choices=Way.choices, coerce=Way, empty_value=Way.WORDS, required=False, widget=forms.HiddenInput
    )
    agreement = forms.ChoiceField(
        label=_("Does the person it happened to agree?"),
        choices=Agreement.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the one that is true today.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].choice_hints = AGREEMENT_HINTS  # type: ignore[attr-defined]  # read by partials/field.html
