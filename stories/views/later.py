"""Save and come back: what is kept, and the words that open it again."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from stories.models import Submission
from stories.tellers import kept_receipt
from stories.views.tell import with_draft


@require_safe
@with_draft
def later(request: HttpRequest, draft: Submission) -> HttpResponse:
    context = {
        "draft": draft,
        "draft_days": settings.DRAFT_DAYS,
        "words": kept_receipt(request=request).split(),
        "address": request.build_absolute_uri(reverse("back:enter")),
    }
    return render(request, "stories/tell/later.html", context)
