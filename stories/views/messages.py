"""Writing to the editors, and reading what they wrote."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from stories.forms_back import MessageForm
from stories.messages import MessageRefused, TooManyMessages, read_as_teller, write_as_teller
from stories.models import Submission
from stories.views.back import still_here, with_story


@require_http_methods(["GET", "POST"])
@with_story
@still_here
def messages(request: HttpRequest, submission: Submission) -> HttpResponse:
    """What they typed stays on the page whenever it could not be sent."""
    form, status = MessageForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            write_as_teller(submission_id=submission.pk, text=form.cleaned_data["text"])
            return redirect("back:messages")
        except MessageRefused as refusal:
            form.add_error("text", str(refusal))
            status = 429 if isinstance(refusal, TooManyMessages) else 200
    lines = read_as_teller(submission_id=submission.pk)
    context = {"form": form, "lines": lines, "submission": submission}
    return render(request, "stories/back/messages.html", context, status=status)
