"""The forms of a group's settings. What they allow is checked again where it is done."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ColourInput(forms.TextInput):
    input_type = "color"


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Their name"), max_length=120)
    email = forms.EmailField(label=_("Their e-mail address"))


class BrandForm(forms.Form):
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, up to 4 MB. We draw it anew and keep nothing else of the file."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    bare = forms.BooleanField(label=_("No logo"), required=False, help_text=_("Takes away the one there is."))
    main = forms.CharField(
        label=_("Colour of headings and lines"),
        widget=ColourInput,
        max_length=7,
        help_text=_("Dark enough to be read on paper."),
    )
    ground = forms.CharField(
        label=_("Colour behind words"),
        widget=ColourInput,
        max_length=7,
        help_text=_("Light enough for dark words on it."),
    )
