"""Forms of coming back. They check shape; the rules are in the domain modules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed import TypedForm
from stories import refusals
from stories.fields import TellingField
from stories.forms import RecordingForm
from stories.messages import LONGEST


class MessageForm(TypedForm):
    text = forms.CharField(
        label=_("Write to the editors"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        help_text=_(
            "The editor who has your story reads it, and the person who looks after safety here. It is sealed."
        ),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("That is too long for one message. Please send it in two."),
        },
    )


class AnswerForm(MessageForm):
    """From an editor, in Wagtail's admin."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.fields["text"].label = _("Write to the teller")
        self.fields["text"].help_text = _(
            "They read it when they come back. Sign with a first name if you like."
        )


class AppealForm(TypedForm):
    text = forms.CharField(
        label=_("What they should know"),
        required=False,
        max_length=refusals.LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        help_text=_("You need not write anything. The person who looks reads it. It is sealed."),
        error_messages={"max_length": _("That is too long. Please say it in fewer words.")},
    )


class MoreForm(TypedForm, RecordingForm):
    """Words, a recording, or both, to a story that was sent."""

    text = TellingField(label=_("What would you like to add?"), rows=10)
    meanwhile = forms.ChoiceField(
        label=_("What should happen to what you agreed to before?"),
        widget=forms.RadioSelect,
        choices=[
            ("stand", _("Leave it as it is for now")),
            ("down", _("Stop using it at once, until the new version is ready")),
        ],
        initial="stand",
        error_messages={"required": _("Choose one of the two.")},
    )
    field_order = ("text", "recording", "meanwhile")

    def __init__(self, *args: Any, stands: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not stands:
            del self.fields["meanwhile"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("text") and data.get("recording") is None and not self.errors:
            self.add_error("text", _("Write something or choose a file first."))
        return data
