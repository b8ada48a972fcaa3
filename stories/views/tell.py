"""Telling, step by step. Every page is one form that works without JavaScript and saves, sealed, when it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import ward
from common.given_back import typed_in
from common.vault.errors import KeyDestroyed
from stories import telling
from stories.consent import consent_states
from stories.details import note_details, read_details, say_adult
from stories.enums import GONE, PartKind, SubmissionState
from stories.forms import AdultForm, WhereForm, WordsForm
from stories.models import Submission
from stories.tellers import STORY_KEY, draft_in_hand, forget_teller
from stories.uploads.listing import unfinished
from stories.wishes import TooLate

STEPS = ("words", "recording", "where", "agree", "check")
ALREADY_SENT = "stories/tell/already_sent.html"
THROWN_AWAY = "stories/tell/thrown_away.html"
P = ParamSpec("P")
DraftView = Callable[Concatenate[HttpRequest, Submission, P], HttpResponse]


@dataclass(frozen=True)
class Step:
    number: int
    of: int
    name: object


NAMES = {
    "words": _("Your words"),
    "recording": _("A recording"),
    "where": _("Where it was"),
    "agree": _("Who may use it"),
    "check": _("Check and send"),
}


def step(name: str) -> Step:
    return Step(STEPS.index(name) + 1, len(STEPS), NAMES[name])


def with_draft(view: DraftView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the view the draft this page is about; without one, say so kindly and offer to begin or come back."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        draft = draft_in_hand(request)
        if draft is None:
            return turned_away(request, "stories/tell/no_draft.html")
        if draft.state != SubmissionState.DRAFT:
            return _no_draft_any_more(request, draft)
        try:
            return view(request, draft, *args, **kwargs)
        except (telling.NotADraft, KeyDestroyed):  # sent or thrown away on another page at this moment
            draft.refresh_from_db()
            return _no_draft_any_more(request, draft)
        except TooLate:
            return turned_away(request, ALREADY_SENT)

    return wrapped


def _no_draft_any_more(request: HttpRequest, told: Submission) -> HttpResponse:
    """Whoever brought nothing to a sent one, and pressed a button twice say, is led to the receipt."""
    if told.state in GONE and told.sent_at is None:
        return turned_away(request, THROWN_AWAY)
    brought = typed_in(request) or request.FILES
    return turned_away(request, ALREADY_SENT) if brought else redirect("tell:receipt")


def turned_away(request: HttpRequest, template: str) -> HttpResponse:
    """What they just wrote is on the page, to copy: nothing typed is lost in silence."""
    status = 200 if request.method in ("GET", "HEAD") else 409
    return render(request, template, {"typed": typed_in(request)}, status=status)


def onward(request: HttpRequest, *, to: str) -> HttpResponse:
    """After something was saved: on, or where the button that was pressed leads."""
    then = {"stop": "tell:later", "questions": "tell:prompts"}
    return redirect(then.get(request.POST.get("then", ""), to))


def in_turn(request: HttpRequest, *, following: str | None, page: str, listed: str) -> HttpResponse:
    """After one answer was kept: the question with the slug FOLLOWING; after the last, or by a button, the list."""
    if following is None or request.POST.get("then"):
        return onward(request, to=listed)
    return redirect(page, following)


@require_http_methods(["GET", "POST"])
@with_draft
def words(request: HttpRequest, draft: Submission) -> HttpResponse:
    initial = None if request.POST else {"text": telling.read_draft_text(submission_id=draft.pk)}
    form = WordsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        telling.write_text(submission_id=draft.pk, text=form.cleaned_data["text"])
        return onward(request, to="tell:recording")
    context = {"form": form, "draft": draft, "step": step("words")}
    return render(request, "stories/tell/words.html", context)


@require_http_methods(["GET", "POST"])
@with_draft
def where(request: HttpRequest, draft: Submission) -> HttpResponse:
    form = WhereForm(request.POST or None, initial=read_details(submission=draft))
    if request.method == "POST" and form.is_valid():
        note_details(submission_id=draft.pk, **form.cleaned_data)
        return onward(request, to="tell:agree")
    context = {"form": form, "draft": draft, "step": step("where")}
    return render(request, "stories/tell/where.html", context)


@require_http_methods(["GET", "POST"])
@with_draft
def agree(request: HttpRequest, draft: Submission) -> HttpResponse:
    """Before the questions about uses: who may answer them. Under 18, nothing is offered, and help is shown."""
    form = AdultForm(request.POST or None, initial={"adult": draft.adult_confirmed})
    if request.method == "POST" and form.is_valid():
        say_adult(submission_id=draft.pk, adult=form.cleaned_data["adult"])
        if form.cleaned_data["adult"]:
            return redirect("tell:consent", purpose="counted")
        form.add_error(
            "adult", _("We can only take stories from people who are 18 or over. See below who can help.")
        )
    context = {"form": form, "draft": draft, "step": step("agree")}
    return render(request, "stories/tell/agree.html", context)


@require_http_methods(["GET", "POST"])
@with_draft
def check(request: HttpRequest, draft: Submission) -> HttpResponse:
    error = ""
    if request.method == "POST":
        try:
            telling.send_submission(submission_id=draft.pk, person_agrees=request.POST.get("agrees") == "on")
            request.session.pop(STORY_KEY, None)  # their own page is about this one now
            return redirect("tell:receipt")
        except telling.NotAdult:
            return redirect("tell:agree")
        except telling.NotAgreed:
            error = now_in_words(
                "Before you send it, they read or hear all of it and say yes. Then tick the box."
            )
        except telling.NothingToSend:
            error = now_in_words("There is nothing to send yet. Write something or add a recording first.")
    context = {
        "writing": telling.read_writing(submission_id=draft.pk),
        "unfinished": unfinished(submission_id=draft.pk),
        "recordings": draft.parts.exclude(kind=PartKind.WRITTEN),
        "consents": consent_states(submission_id=draft.pk),
        "draft": draft,
        "error": error,
        "step": step("check"),
    }
    return render(request, "stories/tell/check.html", context)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget everything on this device."""
    forget_teller(request=request)
    response = redirect("tell:left")
    if ward.is_on(request):
        ward.wipe(response)
    return response


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    return render(request, "stories/tell/left.html")
