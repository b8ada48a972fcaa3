"""Adding words or a file to a story that was sent. Our script sends the file in pieces; without it, this form does."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from common.storages import StorageFull, StorageUnavailable
from stories.additions import AdditionRefused, add_file, add_words, added_parts, stands
from stories.forms import NOT_KEPT
from stories.forms_back import MoreForm
from stories.models import Submission
from stories.uploads.listing import unfinished
from stories.views.back import still_here, with_story
from stories.views.files import give_up


@require_http_methods(["GET", "POST"])
@with_story
@still_here
def more(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Both may be added at once; what could not be kept is said, and the words stay on the page."""
    approved = stands(submission=submission)
    form = MoreForm(request.POST or None, request.FILES or None, stands=approved)
    if request.method == "POST" and form.is_valid() and _add(form=form, submission=submission):
        return redirect("back:more")
    context = {
        "form": form,
        "stands": approved,
        "added": added_parts(submission_id=submission.pk),
        "unfinished": unfinished(submission_id=submission.pk, added=True),
        "limit": settings.PLAIN_UPLOAD_LIMIT,
        "upload_limit": settings.UPLOAD_LIMIT,
        "submission": submission,
    }
    return render(request, "stories/back/more.html", context)


@require_POST
@with_story
@still_here
def cancel_upload(request: HttpRequest, submission: Submission) -> HttpResponse:
    give_up(request, submission_id=submission.pk)
    return redirect("back:more")


def _add(*, form: MoreForm, submission: Submission) -> bool:
    data = form.cleaned_data
    first = data.get("meanwhile") == "down"
    try:
        if data["text"]:
            add_words(submission_id=submission.pk, text=data["text"], take_down_first=first)
    except AdditionRefused as refusal:
        form.add_error("text", str(refusal))
        return False
    try:
        if data["recording"] is not None:
            add_file(
                submission_id=submission.pk,
                kind=data["kind"],
                source=data["recording"],
                mime=data["mime"],
                take_down_first=first,
            )
    except AdditionRefused as refusal:
        form.add_error("recording", str(refusal))
        return False
    except (StorageFull, StorageUnavailable):
        form.add_error("recording", str(NOT_KEPT if not data["text"] else _WORDS_KEPT))
        return False
    return True


_WORDS_KEPT = _(
    "Your words are kept. We could not keep the recording just now: please send it again in a while."
)
