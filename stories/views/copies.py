"""A copy for the teller of what they agreed to: a page to print, and a file for machines."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common import ward
from stories.consent_receipts import agreed_uses, consent_receipt
from stories.models import Submission
from stories.tellers import draft_in_hand, stories_of
from stories.views.which import story_of_page


def own_story(request: HttpRequest) -> Submission | None:
    """The story this session is about: coming back, the one they chose or sent last; else the draft."""
    if request.path.startswith("/return/"):
        return story_of_page(request, told=stories_of(request))
    return draft_in_hand(request)


@require_safe
def copy(request: HttpRequest) -> HttpResponse:
    submission = own_story(request)
    if submission is None:
        return redirect("back:enter")
    context = {
        "uses": agreed_uses(submission_id=submission.pk),
        "submission": submission,
        "controller": settings.CONTROLLER_NAME,
        "controller_email": settings.CONTROLLER_EMAIL,
        "withdraw": f"{settings.PUBLIC_URL}/return/",
        "file": "back:copy_file" if request.path.startswith("/return/") else "tell:copy_file",
    }
    return render(request, "stories/copy.html", context)


@require_safe
def copy_file(request: HttpRequest) -> HttpResponse:
    submission = own_story(request)
    if submission is None:
        return redirect("back:enter")
    if ward.is_on(request):
        return redirect("back:copy" if request.path.startswith("/return/") else "tell:copy")
    body = json.dumps(consent_receipt(submission=submission), ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="copy.json"'
    return response
