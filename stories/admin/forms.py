"""Forms of the editors' pages. They check shape; the rules are in stories/bench/, workbench.py and their neighbours."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stories.bench.decisions import Choice
from stories.checklist import IN_WORDS, Answer, Point, Replies, Reply
from stories.enums import RedactionAction, RedactionKind, ThemeGroup, Why
from stories.suggesting.suggest import Suggestions
from stories.themes import PUBLIC_GROUPS, Term, terms_in

GROUPS = (ThemeGroup.CONTENT_NOTES, *PUBLIC_GROUPS, ThemeGroup.SETTINGS, ThemeGroup.STAY_POINTS)


KEEP = "keep"
ACTIONS = [*RedactionAction.choices, (KEEP, _("Keep"))]


class DecideForm(forms.Form):
    """Which words, and what stands there instead. START and END come from a selection, GROUP from the list.

    The buttons are the action; one with words on it (`stand_in`, `general`) is action and words in one.
    """

    words = forms.CharField(
        label=_("Words"),
        max_length=2000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 1, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Choose words in the text, or write them here.")},
    )
    kind = forms.ChoiceField(label=_("What they are"), choices=RedactionKind.choices)
    action = forms.ChoiceField(
        choices=ACTIONS, error_messages={"required": _("Press one of the four buttons.")}
    )
    replacement = forms.CharField(
        label=_("Reads instead"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    everywhere = forms.BooleanField(label=_("Everywhere in this story"), required=False, initial=True)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    group = forms.RegexField(r"^[0-9a-f]{16}$", required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(_offered(data), **{"label_suffix": "", **kwargs})

    def clean_words(self) -> str:
        # Browsers send line ends of a text area as CR LF, whatever stood there.
        return str(self.cleaned_data["words"]).replace("\r\n", "\n")

    def choice(self) -> Choice:
        given = self.cleaned_data
        whole = given["start"] is not None and given["end"] is not None
        return Choice(
            words=given["words"],
            kind=RedactionKind(given["kind"]),
            action=None if given["action"] == KEEP else RedactionAction(given["action"]),
            replacement=given["replacement"],
            start=given["start"] if whole else None,
            end=given["end"] if whole else None,
            everywhere=given["everywhere"],
            group=given["group"],
        )


def _offered(data: Any) -> Any:
    """DATA with the action and the words of a button that offers both."""
    for name, action in (("stand_in", RedactionAction.STAND_IN), ("general", RedactionAction.GENERALISE)):
        if data is not None and data.get(name):
            filled = data.copy()
            filled["action"], filled["replacement"] = action.value, data[name]
            return filled
    return data


class DescribeForm(forms.Form):
    """Title, summary, and one field of boxes for each group of themes."""

    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=120,
        help_text=_("In the teller's spirit, without a name or place. Readers and packs show it."),
    )
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One or two sentences. It says what happens, so that readers can decide whether to read on."
        ),
    )

    def __init__(self, *args: Any, chosen: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._because: dict[str, str] = {}
        for group in GROUPS:
            terms = terms_in(group=group)
            self.fields[group.value] = forms.MultipleChoiceField(
                label=group.label,
                required=False,
                choices=[(term.slug, term.label) for term in terms],
                initial=[slug for slug in chosen or [] if slug in {term.slug for term in terms}],
            )

    def suggest(self, found: Suggestions) -> None:
        """Mark what a safe text speaks of, beside the boxes; nothing is chosen by it."""
        self._because = found.because()

    def groups(self) -> list[tuple[ThemeGroup, list[tuple[Term, bool, str]], int, list[str]]]:
        """Each group with its terms, whether each is chosen and the words that suggest it, how many are chosen, and
        what is wrong with them."""
        listed = []
        for group in GROUPS:
            chosen = set(self[group.value].value() or [])
            terms = [
                (term, term.slug in chosen, self._because.get(term.slug, ""))
                for term in terms_in(group=group)
            ]
            errors = [str(error) for error in self[group.value].errors]
            listed.append((group, terms, sum(ticked for _term, ticked, _because in terms), errors))
        return listed

    def themes(self) -> list[str]:
        return [slug for group in GROUPS for slug in self.cleaned_data[group.value]]


class ReadingForm(forms.Form):
    """For each point an answer, none chosen before, and words beside it. What is missing the domain says, by point."""

    sha256 = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for point in Point:
            self.fields[f"answer_{point}"] = forms.ChoiceField(
                label=point.label, required=False, choices=Answer.choices, widget=forms.RadioSelect
            )
            self.fields[f"note_{point}"] = forms.CharField(
                label=_("What would they recognise, and is it enough to know who it is?")
                if point in IN_WORDS
                else _("Where, and what is wrong? (when it is not as it should be)"),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
            )

    def replies(self) -> Replies:
        given = self.cleaned_data
        return {
            point: Reply(
                Answer(given[f"answer_{point}"]) if given[f"answer_{point}"] else None, given[f"note_{point}"]
            )
            for point in Point
        }

    def say_missing(self, missing: Mapping[Point, str]) -> None:
        for point, message in missing.items():
            self.add_error(f"answer_{point}", message)

    def questions(self) -> list[tuple[Point, forms.BoundField, forms.BoundField]]:
        return [(point, self[f"answer_{point}"], self[f"note_{point}"]) for point in Point]


class SitForm(forms.Form):
    """Why somebody wants to see sealed words: a short list, so that nothing of a story gets into the log."""

    why = forms.ChoiceField(
        label=_("Why do you open it?"),
        choices=Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason first. The log keeps it, and nothing else about it.")},
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)
