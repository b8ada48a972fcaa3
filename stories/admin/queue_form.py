"""What may be chosen in the queue. It stands in the address: codes only, and what is no choice counts as not chosen."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from stories.enums import Stage, ThemeGroup
from stories.models import Theme
from stories.waiting import Asked, Who

WITH = [
    ("", _("Anybody")),
    (Who.MINE.value, _("Mine")),
    (Who.NOBODY.value, _("Nobody’s")),
    (Who.SECOND.value, _("Waiting for a second reader")),
]
DAYS = (1, 3, 7, 14, 30)


class QueueForm(forms.Form):
    stage = forms.ChoiceField(choices=Stage.choices, required=False, widget=forms.HiddenInput)
    who = forms.ChoiceField(label=_("With"), choices=WITH, required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    note = forms.ChoiceField(label=_("Content note"), required=False)
    flag = forms.ChoiceField(
        label=_("Safeguarding"), choices=[("", _("Any")), ("open", _("With an open flag"))], required=False
    )
    longer = forms.ChoiceField(label=_("Waiting longer than"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "queue-%s"
        notes = Theme.objects.filter(group=ThemeGroup.CONTENT_NOTES, active=True).order_by("position", "pk")
        self._offer("language", _("Any"), settings.LANGUAGES)
        self._offer("note", _("Any"), [(note.slug, note.label) for note in notes])
        self._offer("longer", _("Any time"), [(str(day), _days(day)) for day in DAYS])

    def _offer(self, name: str, anything: Any, choices: Any) -> None:
        self.fields[name].choices = [("", anything), *choices]  # type: ignore[attr-defined]  # a ChoiceField

    def _chosen(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    def is_narrowed(self) -> bool:
        return any(self._chosen(field.name) for field in self.visible_fields())

    def asked(self) -> Asked:
        stage = self._chosen("stage")
        return Asked(
            stage=Stage(stage) if stage else None,
            who=self._chosen("who"),
            language=self._chosen("language"),
            note=self._chosen("note"),
            flagged=bool(self._chosen("flag")),
            longer_than=int(self._chosen("longer") or 0),
        )


def _days(number: int) -> Any:
    return _("a day") if number == 1 else _("%d days") % number
