"""Answering a group's questions about a ward, through its link: no account, no name, no JavaScript needed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import Round
from campaigns.organising.asking import QuestionsForm
from campaigns.organising.evaluation import NothingChosen, RoundClosed, keep_answer, round_to_answer
from stories.throttle import TooManyTries, count_try


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, token: str) -> HttpResponse:
    try:
        found = round_to_answer(token=token)
        form = QuestionsForm(request.POST if request.method == "POST" else None)
        if request.method != "POST":
            return _page(request, found, form)
        return _answer(request, found, form)
    except RoundClosed:
        return render(request, "campaigns/teller_questions_closed.html", status=404)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "campaigns/teller_questions_thanks.html")


def _answer(request: HttpRequest, found: Round, form: QuestionsForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        count_try(request=request, of="questions")
        keep_answer(token=found.token, choices=form.cleaned_data)
    except TooManyTries as wait:
        form.add_error(None, _("Wait a minute, then send it again. Nothing you chose is lost."))
        answer = _page(request, found, form, status=429)
        answer.headers["Retry-After"] = str(wait.seconds)
        return answer
    except NothingChosen:
        form.add_error(None, _("Choose an answer to at least one question."))
        return _page(request, found, form, status=422)
    return redirect("campaigns:questions_thanks")


def _page(request: HttpRequest, found: Round, form: QuestionsForm, status: int = 200) -> HttpResponse:
    context = {"round": found, "form": form, "group": found.campaign.organisation}
    return render(request, "campaigns/teller_questions.html", context, status=status)
