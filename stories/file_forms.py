"""The form for files of a draft: one more of them, and what is said about the pictures that are here."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from common.typed import TypedForm
from stories.enums import PartKind
from stories.forms import RecordingForm
from stories.showing import AddedPart, mark_of

LONGEST = 20_000
ABOUT, WAS = "about_", "was_"


class FilesForm(TypedForm, RecordingForm):
    """With each picture's words goes a mark of what they were when the page was made: what nobody touched in one tab
    must not be put back over what was written in another."""

    def __init__(self, *args: Any, parts: Sequence[AddedPart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            if part.kind == PartKind.PICTURE:
                self.fields[f"{ABOUT}{part.part_id}"] = _about(part)

    def rows(self) -> list[tuple[AddedPart, BoundField | None]]:
        """Every part that is here, with the field for its words if it is a picture."""
        names = [f"{ABOUT}{part.part_id}" for part in self.parts]
        return [
            (part, self[name] if name in self.fields else None)
            for part, name in zip(self.parts, names, strict=True)
        ]

    def changed_words(self) -> dict[UUID, str]:
        """What was written about pictures that are here since the page was made."""
        found = {}
        for part in self.parts:
            text = self.cleaned_data.get(f"{ABOUT}{part.part_id}", part.words)
            if mark_of(text) not in (part.mark, self.data.get(f"{WAS}{part.part_id}")):
                found[part.part_id] = text
        return found

    def words_of_nothing(self) -> str:
        """What was written about pictures that are here no more."""
        lost = [name for name in self.data if name.startswith(ABOUT) and name not in self.fields]
        return "\n\n".join(text for name in lost if (text := self.data[name].strip()))


def _about(part: AddedPart) -> forms.CharField:
    return forms.CharField(
        label=_("What does it show, or what does it say?"),
        initial=part.words,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        help_text=_(
            "Say it in your own words. Others only ever get these words, made safe like all the rest. "
            "The picture itself is seen by our editors and goes nowhere."
        ),
        error_messages={"max_length": _("That is more than we can take about one picture. Make it shorter.")},
    )
