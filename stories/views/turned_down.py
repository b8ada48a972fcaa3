"""Why a story cannot be used, what its teller can do, and asking that somebody else looks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from stories.forms_back import AppealForm
from stories.models import Submission
from stories.refusals import AppealRefused, appeal, last_refusal
from stories.views.back import still_here, with_story


@require_http_methods(["GET", "POST"])
@with_story
@still_here
def turned_down(request: HttpRequest, submission: Submission) -> HttpResponse:
    """What they typed stays on the page whenever it could not be sent."""
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appeal(submission_id=submission.pk, words=form.cleaned_data["text"])
            return redirect("back:turned_down")
        except AppealRefused as refusal:
            form.add_error("text", str(refusal))
    shown = last_refusal(submission_id=submission.pk, language=get_language() or "en")
    if shown is None and not form.is_bound:
        return redirect("back:story")
    context = {"refusal": shown, "form": form, "submission": submission}
    return render(request, "stories/back/turned_down.html", context)
