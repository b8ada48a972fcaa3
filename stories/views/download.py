"""Everything that is kept with a story, to take away."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from common import ward
from common.vault.errors import KeyDestroyed
from stories.archive import stream_archive
from stories.downloads import everything_of
from stories.models import Submission
from stories.views.back import still_here, with_story


@require_safe
@with_story
@still_here
def download(request: HttpRequest, submission: Submission) -> HttpResponse:
    """What a file with all of it means on a shared device, before there is one."""
    return render(request, "stories/back/download.html", {"submission": submission})


@require_POST
@with_story
@still_here
def everything(request: HttpRequest, submission: Submission) -> HttpResponseBase:
    if ward.is_on(request):  # nothing is left behind on a ward
        return redirect("back:download")
    try:
        sections = everything_of(story_id=submission.pk)
    except KeyDestroyed:  # taken back a moment ago
        return redirect("back:certificates")
    language = "cy" if request.LANGUAGE_CODE == "cy" else "en"
    response = StreamingHttpResponse(
        stream_archive(sections=sections, language=language), content_type="application/zip"
    )
    response["Content-Disposition"] = 'attachment; filename="my-page.zip"'  # says nothing of what it is
    response["Cache-Control"] = "no-store, private"
    return response
