"""Forms with which editors answer tellers. They check shape; the rules are in stories/refusals.py and messages.py."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stories import refusals
from stories.forms_back import AnswerForm
from stories.models import RefusalReason, ReplyTemplate

TO_THE_TELLER = _("The teller reads it as it is. Short, plain sentences; never what others said of them.")


class Plain(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


def own_words(label: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 5, "autocomplete": "off"})
    return forms.CharField(label=label, max_length=refusals.LONGEST, widget=area, help_text=TO_THE_TELLER)


class TurnDownForm(Plain):
    reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    words = own_words(_("Why, in your own words"))

    def __init__(self, *args: Any, reasons: Sequence[RefusalReason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(str(each.pk), each.title) for each in reasons]  # type: ignore[attr-defined]


class DecideForm(Plain):
    upheld = forms.ChoiceField(
        label=_("What you decide"),
        choices=[("no", _("It can be used: it goes back to the queue")), ("yes", _("It stays turned down"))],
        widget=forms.RadioSelect,
    )
    words = own_words(_("Why, to the teller"))


class ReplyForm(AnswerForm):
    """A message to the teller, which may begin with words from the list."""

    reply = forms.ChoiceField(label=_("Begin with words from the list"), required=False)
    field_order = ["reply", "text"]

    def __init__(self, *args: Any, replies: Sequence[ReplyTemplate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = [("", _("Nothing"))]
        self.fields["reply"].choices = [*nothing, *((str(each.pk), each.title) for each in replies)]  # type: ignore[attr-defined]
