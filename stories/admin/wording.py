"""The words in which consent is asked: administrators write a draft, and put it in force. What was in force stays."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import Role
from stories import wording as words
from stories.admin.access import for_roles
from stories.admin.page import draw
from stories.admin.story import signed_in
from stories.enums import Purpose
from stories.models import ConsentWording

LABELS = {
    "ask": gettext_lazy("Question"),
    "means": gettext_lazy("What a yes means"),
    "can_undo": gettext_lazy("What the teller can undo"),
    "cannot_undo": gettext_lazy("What nobody can undo"),
    "lines": gettext_lazy("Easy read: one idea on each line"),
}


def lines_as_text(lines: list[dict[str, str]]) -> str:
    return "\n".join(f"{line['picture']}: {line['words']}" for line in lines)


def read_lines(text: str) -> list[dict[str, str]]:
    """Raises ValidationError that names the line."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        picture, mark, said = line.partition(":")
        if not mark or picture.strip() not in words.PICTURES or not said.strip():
            message = _(
                "“%(line)s”: begin each line with a picture and a colon, such as “eye: …”. Pictures: %(all)s."
            )
            raise forms.ValidationError(message % {"line": line, "all": ", ".join(words.PICTURES)})
        found.append({"picture": picture.strip(), "words": said.strip()})
    return found


class WordingForm(forms.Form):
    """One field for each part of each use's words, named `purpose-part`."""

    def __init__(self, *args: Any, easy: bool, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.parts = ("ask", "lines") if easy else words.PLAIN_FIELDS
        for purpose in Purpose:
            for part in self.parts:
                rows = 1 if part == "ask" else 8 if part == "lines" else 2
                self.fields[f"{purpose.value}-{part}"] = forms.CharField(
                    label=LABELS[part],
                    max_length=2000 if part == "lines" else 600,
                    widget=forms.Textarea(attrs={"rows": rows}),
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in [name for name in data if name.endswith("-lines")]:
            try:
                data[name] = read_lines(data[name])
            except forms.ValidationError as wrong:
                self.add_error(name, wrong)
        return data

    def purposes(self) -> dict[str, Any]:
        return {
            purpose.value: {part: self.cleaned_data[f"{purpose.value}-{part}"] for part in self.parts}
            for purpose in Purpose
        }

    def groups(self) -> list[tuple[Purpose, list[forms.BoundField]]]:
        return [(purpose, [self[f"{purpose.value}-{part}"] for part in self.parts]) for purpose in Purpose]


def _initial(wording: ConsentWording) -> dict[str, str]:
    return {
        f"{purpose}-{part}": lines_as_text(said) if part == "lines" else said
        for purpose, held in wording.text["purposes"].items()
        for part, said in held.items()
    }


def _find(wording_id: int) -> ConsentWording:
    found: ConsentWording | None = ConsentWording.objects.filter(pk=wording_id).first()
    if found is None:
        raise Http404
    return found


@for_roles(Role.ADMINISTRATOR)
@require_GET
def wordings(request: HttpRequest) -> HttpResponse:
    current = {language: words.current_wording(language=language).pk for language in words.LANGUAGES}
    rows = list(ConsentWording.objects.order_by("-id"))
    languages = [
        (code, name, [(row, row.pk == current[code]) for row in rows if row.language == code])
        for code, name in words.LANGUAGES.items()
    ]
    return draw(request, "wordings.html", title=_("Consent wording"), languages=languages)


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def wording(request: HttpRequest, wording_id: int) -> HttpResponse:
    """A draft to write in, or a version that is or was in force to read."""
    held = _find(wording_id)
    easy = held.language in (words.EASY, words.EASY_WELSH)
    sent = request.method == "POST" and held.in_force_since is None
    form = WordingForm(request.POST if sent else None, initial=_initial(held), easy=easy)
    if sent and form.is_valid():
        words.write_version(wording_id=held.pk, purposes=form.purposes(), by=signed_in(request))
        messages.success(
            request, _("The draft %s is kept. Nobody is asked in these words yet.") % held.version
        )
        return redirect("stories_admin:wording", wording_id=held.pk)
    return draw(
        request,
        "wording.html",
        title=held.version,
        wording=held,
        language=words.LANGUAGES.get(held.language, held.language),
        form=form,
        status=422 if sent else 200,
    )


@for_roles(Role.ADMINISTRATOR)
@require_POST
def begin_wording(request: HttpRequest) -> HttpResponse:
    try:
        draft = words.begin_version(language=request.POST.get("language", ""), by=signed_in(request))
    except words.WordingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("stories_admin:wordings")
    return redirect("stories_admin:wording", wording_id=draft.pk)


@for_roles(Role.ADMINISTRATOR)
@require_POST
def finish_wording(request: HttpRequest, wording_id: int) -> HttpResponse:
    """Put a draft in force, or throw it away."""
    held, by = _find(wording_id), signed_in(request)
    try:
        if request.POST.get("what") == "drop":
            words.drop_version(wording_id=held.pk, by=by)
            messages.success(request, _("The draft %s is gone.") % held.version)
        else:
            words.put_in_force(wording_id=held.pk, by=by)
            messages.success(request, _("From now on people are asked in version %s.") % held.version)
    except words.WordingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("stories_admin:wording", wording_id=held.pk)
    return redirect("stories_admin:wordings")
