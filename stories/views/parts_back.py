"""Taking back one part of a story: this page says what will happen, its button does it.

As with the whole (views/back.py), nothing is erased by a form that does not name its story.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from stories.models import Submission
from stories.part_withdrawal import OnlyPart, stands_in_version, take_back_part
from stories.release import releases_of
from stories.sealing import open_part_text
from stories.views.back import still_here, with_story
from stories.views.which import names_a_story


@require_http_methods(["GET", "POST"])
@with_story
@still_here
def part(request: HttpRequest, submission: Submission, part_id: UUID) -> HttpResponse:
    if request.method == "POST" and names_a_story(request):
        try:
            number = take_back_part(submission_id=submission.pk, part_id=part_id)
        except OnlyPart:
            return redirect("back:take_back")
        if number is None:
            raise Http404
        return redirect("back:certificates")
    found = submission.parts.filter(pk=part_id).first()
    if found is None:
        raise Http404
    context = {
        "part": found,
        "words": open_part_text(part=found),
        "held": stands_in_version(submission_id=submission.pk, part_id=part_id),
        "only": submission.parts.count() == 1,
        "releases": [row for row in releases_of(story_id=submission.pk) if row.recalled_at is None],
        "submission": submission,
    }
    return render(request, "stories/back/part.html", context)
