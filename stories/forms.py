"""Forms of the teller's journey. They check shape; the rules are in the domain modules."""

from collections.abc import Sequence
from typing import Any, BinaryIO, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.typed import TypedForm
from stories.enums import MEDIA_PURPOSES, Form, Purpose, ThemeGroup
from stories.fields import TellingField, ToTheLetter
from stories.media_kind import NotARecording, part_kind
from stories.prompts import Prompt
from stories.receipts import WORDS, has_receipt_shape, normalise, unknown_words
from stories.themes import FrozenTerm, terms_in
from stories.trusts import all_trusts

NO = "no"
ACCEPTED = "audio/*,video/*,image/jpeg,image/png,image/webp,image/heic,image/heif"
NOT_KEPT = _("We could not keep your recording just now. Your words are safe. Please try again in a while.")
FORM_WORDS = {
    Form.TEXT: _("Yes: my words in writing"),
    Form.DISGUISED_AUDIO: _("Yes: writing, and my voice disguised"),
    Form.AUDIO: _("Yes: writing, and my voice as it is"),
    Form.DISGUISED_VIDEO: _("Yes: writing, and my film with voice and picture disguised"),
    Form.VIDEO: _("Yes: writing, and my film as it is"),
}
FORM_HINTS = {
    str(Form.DISGUISED_AUDIO.value): _(
        "Disguising makes a voice harder to recognise. It cannot make it impossible."
    ),
    str(Form.DISGUISED_VIDEO.value): _("The whole picture is blurred."),
    str(Form.VIDEO.value): _("People who know you will recognise you."),
}


class WordsForm(TypedForm):
    text = TellingField(
        label=_("Tell it in your own words"),
        rows=16,
        help_text=_(
            "Start anywhere. It can be short. You can use real names: we take them out before anyone else reads it."
        ),
    )


class AnswerForm(WordsForm):
    """What somebody writes under one question."""

    def __init__(self, *args: Any, asked: Prompt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.label, text.help_text = str(asked.question), str(asked.hint)
        text.widget.attrs["rows"] = 9


class RecordingForm(forms.Form):
    recording = forms.FileField(
        label=_("Choose a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def clean_recording(self) -> "UploadedFile[bytes] | None":
        file: UploadedFile[bytes] | None = self.cleaned_data["recording"]
        if file is None:
            return None
        if getattr(file, "lost", False):  # common.uploads had no room for it
            raise forms.ValidationError(NOT_KEPT)
        if (file.size or 0) > settings.PLAIN_UPLOAD_LIMIT:
            limit = filesizeformat(settings.PLAIN_UPLOAD_LIMIT)
            message = _(
                "That file is too large. The limit is %(limit)s. A shorter piece, or sound only, will fit."
            )
            raise forms.ValidationError(message, params={"limit": limit})
        try:
            self.cleaned_data["kind"], self.cleaned_data["mime"] = part_kind(source=cast(BinaryIO, file))
        except NotARecording as error:
            raise forms.ValidationError(str(error)) from None
        return file


def _choices(group: ThemeGroup) -> list[tuple[str, Any]]:
    return [("", _("I would rather not say")), *[(t.slug, t.label) for t in terms_in(group=group)]]


class WhereForm(TypedForm):
    """Where and when, all of it optional."""

    trust = forms.ChoiceField(label=_("Which trust or health board was it?"), required=False)
    setting = forms.ChoiceField(label=_("What kind of place was it?"), required=False)
    event_year = forms.IntegerField(
        label=_("Which year was it?"),
        required=False,
        min_value=1940,
        max_value=2100,
        help_text=_("A guess is fine."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={"invalid": _("Write the year in numbers, such as 2019, or leave it empty.")},
    )
    teller_role = forms.ChoiceField(label=_("Who is telling it?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        trusts = [("", _("I would rather not say")), *[(t.code, t.name) for t in all_trusts()]]
        for name, choices in (
            ("trust", trusts),
            ("setting", _choices(ThemeGroup.SETTINGS)),
            ("teller_role", _choices(ThemeGroup.STORYTELLER_ROLES)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  narrows for mypy; true by the lines above
            field.choices = choices


class AdultForm(TypedForm):
    adult = forms.BooleanField(
        label=_("I am 18 or over"),
        required=False,
        help_text=_("It may be about something that happened when you were younger."),
    )


class ConsentForm(TypedForm):
    """One use: no (as it starts), or the most revealing form allowed for it."""

    answer = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": _("Choose one. “No” is a good answer.")}
    )
    trust = forms.ChoiceField(label=_("Which trust may it go to?"), required=False)
    names_trust = forms.BooleanField(label=_("The trust may be named there"), required=False)

    def __init__(self, *args: Any, purpose: Purpose, forms_offered: list[Form], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose = purpose
        answer = self.fields["answer"]
        assert isinstance(answer, forms.ChoiceField)  # noqa: S101  narrows for mypy
        plain_yes = [(str(Form.TEXT.value), _("Yes"))]
        several = [(str(form.value), FORM_WORDS[form]) for form in forms_offered]
        answer.choices = [(NO, _("No")), *(several if len(forms_offered) > 1 else plain_yes)]
        answer.choice_hints = FORM_HINTS  # type: ignore[attr-defined]  # read by partials/field.html
        self._keep_trust_fields()

    def _keep_trust_fields(self) -> None:
        if self.purpose == Purpose.NAMED_PACK:
            trust = self.fields["trust"]
            assert isinstance(trust, forms.ChoiceField)  # noqa: S101  narrows for mypy
            trust.choices = [("", _("Choose a trust")), *[(t.code, t.name) for t in all_trusts()]]
        else:
            del self.fields["trust"]
        if self.purpose not in (Purpose.ANY_PACK, *MEDIA_PURPOSES):
            del self.fields["names_trust"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            self.purpose == Purpose.NAMED_PACK
            and data.get("answer") not in (NO, None)
            and not data.get("trust")
        ):
            self.add_error("trust", _("Choose the trust, or answer “No”."))
        return data


class ReceiptForm(TypedForm):
    words = forms.CharField(
        label=_("Type the words on your receipt"),
        max_length=200,
        help_text=_("Five words with spaces between them. Capitals do not matter."),
        widget=ToTheLetter,
        error_messages={"required": _("Type the five words on your receipt.")},
    )

    def clean_words(self) -> str:
        words = normalise(words=self.cleaned_data["words"])
        if strange := unknown_words(words=words):
            message = _("“%(word)s” is not one of our receipt words. Check its spelling.")
            raise forms.ValidationError(message, params={"word": strange[0]})
        if not has_receipt_shape(words=words):
            message = _("A receipt has %(wanted)s words. You typed %(typed)s.")
            raise forms.ValidationError(message, params={"wanted": WORDS, "typed": len(words.split())})
        return words


YES_AND_NO = _(
    "You ticked something that does not fit. Choose “I want something changed first”, so that it can be taken off. "
    "If it does fit, take the tick away."
)


class TermsField(forms.MultipleChoiceField):
    """Terms to tick. One that the version shown now has no more is no mistake of whoever ticked it: it is left out."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.choice_hints: dict[str, str] = {}

    def offer(self, terms: Sequence[FrozenTerm]) -> None:
        self.choices = [(term.slug, term.label) for term in terms]
        self.choice_hints = {term.slug: _hint(term) for term in terms}

    def to_python(self, value: Any) -> list[str]:
        return [slug for slug in super().to_python(value) if self.valid_value(slug)]


def _hint(term: FrozenTerm) -> str:
    if term.group != ThemeGroup.CONTENT_NOTES:
        return term.definition
    return gettext("A content note: it warns people before they read. An editor looks at it again.")


class ReviewForm(TypedForm):
    """TERMS are the themes and content notes of the version that is shown."""

    KEPT_BY_PAGE = ("sha256",)

    unfitting = TermsField(
        label=_("Is there one that does not fit?"),
        help_text=_("Tick it, and choose “I want something changed first” below. It is then taken off."),
    )
    decision = forms.ChoiceField(
        label=_("Is this how you want it told?"),
        widget=forms.RadioSelect,
        choices=[
            ("approved", _("Yes, this may be used as it stands here")),
            ("changes", _("I want something changed first")),
            ("refused", _("No, do not use it")),
        ],
        error_messages={"required": _("Choose one of the three. You can also leave it for another day.")},
    )
    note = forms.CharField(
        label=_("What should change?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Only the editors read this."),
    )
    sha256 = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, terms: Sequence[FrozenTerm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unfitting"]
        assert isinstance(field, TermsField)  # noqa: S101  narrows for mypy
        field.offer(terms)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == "changes" and not (data.get("note") or data.get("unfitting")):
            self.add_error("note", _("Tell us in a few words what should change."))
        if data.get("decision") == "approved" and data.get("unfitting"):
            self.add_error("unfitting", YES_AND_NO)
        return data


class CopyForm(TypedForm):
    """About recordings whose safe version was finished after the words were agreed to."""

    answer = forms.ChoiceField(
        label=_("May others hear it like this?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("Yes, others may hear it like this")),
            ("no", _("No, use only my words in writing")),
        ],
        error_messages={"required": _("Choose one. You can also leave it for another day.")},
    )
