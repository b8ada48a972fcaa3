"""Forms of the consent conversation. They check shape; the rules are in the domain modules."""

import re
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.typed import TypedForm
from stories.contact import Avoid, Channel, Wish, next_safe_time
from stories.fields import ToTheLetter
from stories.understanding import choices

PHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,24}")


class UnderstandingForm(TypedForm):
    who = forms.MultipleChoiceField(
        label=_("Who could see your story if nothing changes?"),
        required=False,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Pick all that you think. Nobody is marked: it is to see whether we asked clearly."),
        error_messages={"invalid_choice": _("Pick from the list, or leave it empty.")},
    )
    words = forms.CharField(
        label=_("Or say it in your own words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=_("It is sealed. Only the editor who makes your story safe reads it."),
        error_messages={"max_length": _("That is more than we can take here. Please make it shorter.")},
    )


class ContactForm(TypedForm):
    channel = forms.ChoiceField(
        label=_("How is it safe to reach you?"),
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    address = forms.CharField(
        label=_("The e-mail address or phone number"),
        max_length=200,
        help_text=_("One that only you open. Not one that a ward or somebody at home can read."),
        widget=ToTheLetter,
        error_messages={"required": _("Write the address or number, or leave this page without saving.")},
    )
    avoid = forms.MultipleChoiceField(
        label=_("Times that are not safe"),
        required=False,
        choices=Avoid.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    say_where = forms.BooleanField(
        label=_("The message may hold the web address of this site"),
        required=False,
        help_text=_("Without it, the message says only that there is something new."),
    )

    def clean_avoid(self) -> list[str]:
        avoid: list[str] = self.cleaned_data["avoid"]
        if next_safe_time(at=timezone.localtime(), avoid=tuple(avoid)) is None:
            raise forms.ValidationError(_("Leave at least one time at which a message is safe."))
        return avoid

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        address, channel = data.get("address", ""), data.get("channel")
        if address and channel == Channel.EMAIL:
            try:
                validate_email(address)
            except forms.ValidationError:
                self.add_error(
                    "address", _("That does not look like an e-mail address, such as name@example.org.")
                )
        if address and channel == Channel.PHONE and not PHONE.fullmatch(address):
            self.add_error("address", _("Write the number in digits, such as 07700 900123."))
        return data

    def wish(self) -> Wish:
        given = self.cleaned_data
        return Wish(given["channel"], given["address"], tuple(given["avoid"]), given["say_where"])


class EmailForm(TypedForm):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=200,
        help_text=_("One that only you open."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Write the address, or leave this page."),
            "invalid": _("That does not look like an e-mail address, such as name@example.org."),
        },
    )


class CodeForm(TypedForm):
    code = forms.CharField(
        label=_("The code from the e-mail"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"}
        ),
        error_messages={"required": _("Type the six digits from the e-mail.")},
    )
