"""Questions that may help: a list of them, and a page for each. Every one can be left out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from stories.forms import AnswerForm
from stories.models import Submission
from stories.prompts import ONE_EVENT, WHAT_HAPPENED, find_prompt, next_after
from stories.telling import answered_prompts, read_draft_text, write_text
from stories.views.tell import in_turn, step, with_draft


@require_safe
@with_draft
def prompt_list(request: HttpRequest, draft: Submission) -> HttpResponse:
    """Which questions there are, and under which something is written; the words are on their own pages."""
    context = {
        "draft": draft,
        "step": step("words"),
        "what_happened": WHAT_HAPPENED,
        "one_event": ONE_EVENT,
        "answered": answered_prompts(submission_id=draft.pk),
    }
    return render(request, "stories/tell/prompts.html", context)


@require_http_methods(["GET", "POST"])
@with_draft
def prompt(request: HttpRequest, draft: Submission, prompt: str) -> HttpResponse:
    asked = find_prompt(slug=prompt)
    if asked is None:
        raise Http404
    following = next_after(slug=prompt)
    initial = None if request.POST else {"text": read_draft_text(submission_id=draft.pk, prompt=prompt)}
    form = AnswerForm(request.POST or None, initial=initial, asked=asked)
    if request.method == "POST" and form.is_valid():
        write_text(submission_id=draft.pk, text=form.cleaned_data["text"], prompt=prompt)
        return in_turn(
            request,
            following=following.slug if following else None,
            page="tell:prompt",
            listed="tell:prompts",
        )
    context = {"form": form, "draft": draft, "step": step("words"), "following": following}
    return render(request, "stories/tell/prompt.html", context)
