from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Example(forms.Form):
    name = forms.CharField(
        label="A name",
        help_text="Any name you like. It need not be yours.",
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    telling = forms.CharField(label="What happened", widget=forms.Textarea(attrs={"class": "telling"}))
    email = forms.EmailField(label="Where we may write to you", required=False)
    use = forms.ChoiceField(
        label="May we print it in a pack for this trust?",
        choices=[("yes", "Yes, without my name"), ("no", "No"), ("later", "Ask me later")],
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(label="I have read this page, and I am 18 or over")
    use.choice_hints = {"later": "We will not use it until you have said yes."}  # type: ignore[attr-defined]


@dataclass(frozen=True)
class ExampleTerm:
    slug: str
    label: str


@dataclass(frozen=True)
class ExampleStory:
    """The shape of a ReleasedStory, as far as a card shows it; the words are invented."""

    title: str
    summary: str
    themes: tuple[ExampleTerm, ...]
    content_notes: tuple[ExampleTerm, ...] = ()
    story_id: str = "00000000-0000-0000-0000-000000000000"
    words: int = 640


STORIES = (
    ExampleStory(
        "The window",
        "She asked for a window to be opened. By the evening six people were holding her on the floor.",
        (ExampleTerm("prone", "Held face down"), ExampleTerm("not-listened-to", "Not listened to, no say")),
        (ExampleTerm("restraint", "Being held by force"),),
    ),
    ExampleStory(
        "Somebody sat down",
        "A nurse brought two cups of tea and said that nobody was going to touch him.",
        (ExampleTerm("talked-down", "Talked down calmly"),),
    ),
    ExampleStory(
        "Eleven hours",
        "No clock, no shoes, and a light that stayed on. What she counted instead.",
        (ExampleTerm("seclusion", "Locked alone in a room"), ExampleTerm("fear", "Fear")),
        (ExampleTerm("seclusion", "Being locked in"), ExampleTerm("self-harm", "Self-harm")),
    ),
)


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component on one page, in development only (see docs/look.md)."""
    bad = Example({"email": "nobody"})
    bad.is_valid()
    return render(
        request, "pages/styleguide.html", {"form": Example(prefix="good"), "bad": bad, "stories": STORIES}
    )
