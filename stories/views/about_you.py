"""About you: after a story was sent, a few questions about its teller. Every one can be left out."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.vault.errors import KeyDestroyed
from stories import about_you
from stories.about_forms import AboutForm
from stories.about_questions import about_questions, find_question, question_after
from stories.enums import SubmissionState
from stories.models import Submission
from stories.tellers import stories_of
from stories.views.tell import in_turn, turned_away
from stories.views.which import story_of_page

P = ParamSpec("P")
SentView = Callable[Concatenate[HttpRequest, Submission, P], HttpResponse]


def with_sent(view: SentView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give the view the story that this teller sent and has not taken back."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        submission = story_of_page(request, told=stories_of(request))
        if submission is not None and submission.state == SubmissionState.SENT:
            try:
                return view(request, submission, *args, **kwargs)
            except (about_you.NotSent, KeyDestroyed):
                pass  # taken back on another page at this moment
        if request.method == "POST":
            return turned_away(request, "stories/tell/no_draft.html")
        return redirect("back:enter" if submission is None else "back:certificates")

    return wrapped


@require_safe
@with_sent
def questions(request: HttpRequest, submission: Submission) -> HttpResponse:
    answers = about_you.read_about(submission_id=submission.pk)
    context = {"questions": about_questions(), "answered": answers, "submission": submission}
    return render(request, "stories/tell/about_you.html", context)


@require_http_methods(["GET", "POST"])
@with_sent
def question(request: HttpRequest, submission: Submission, question: str) -> HttpResponse:
    asked = find_question(slug=question)
    if asked is None:
        raise Http404
    following = question_after(slug=question)
    form = AboutForm(request.POST or None, question=asked, initial=_initial(submission, question))
    if request.method == "POST" and form.is_valid():
        about_you.answer_about(submission_id=submission.pk, question=question, **form.cleaned_data)
        return in_turn(
            request,
            following=following.slug if following else None,
            page="tell:about_question",
            listed="tell:about_you",
        )
    context = {"form": form, "asked": asked, "following": following, "submission": submission}
    return render(request, "stories/tell/about_question.html", context)


def _initial(submission: Submission, question: str) -> dict[str, object]:
    kept = about_you.read_about(submission_id=submission.pk).get(question, about_you.AboutAnswer())
    return {"chosen": kept.chosen, "also": list(kept.also), "words": kept.words}


@require_POST
@with_sent
def forget(request: HttpRequest, submission: Submission) -> HttpResponse:
    about_you.forget_about(submission_id=submission.pk)
    return redirect("tell:about_you")
