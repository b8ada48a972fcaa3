"""Who could see your story if nothing changes? Asked once before sending; it stops nobody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from stories import understanding
from stories.consent_forms import UnderstandingForm
from stories.models import Submission
from stories.views.tell import step, with_draft


@require_http_methods(["GET", "POST"])
@with_draft
def while_telling(request: HttpRequest, draft: Submission) -> HttpResponse:
    initial = None if request.POST else {"words": understanding.words_said(submission_id=draft.pk)}
    form = UnderstandingForm(request.POST or None, initial=initial)
    context = {"form": form, "draft": draft, "step": step("agree")}
    if request.method != "POST" or not form.is_valid():
        return render(request, "stories/tell/understanding.html", context)
    picked = form.cleaned_data["who"]
    understanding.note_asked(submission_id=draft.pk, words=form.cleaned_data["words"])
    audiences = understanding.who_could_see(submission_id=draft.pk, picked=picked)
    if not picked or understanding.agrees(audiences=audiences, picked=picked):
        return redirect("tell:check")
    return render(request, "stories/tell/understood.html", {**context, "audiences": audiences})
