"""Recording on our own page: sound, or sound and picture. Without a script these pages lead to the other ways."""

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from stories import telling
from stories.enums import MEDIA_KINDS
from stories.models import Submission
from stories.recorded import CannotKeep, broken_off, keep_broken_off, remove_broken_off
from stories.references import read_id
from stories.views.tell import step, with_draft
from stories.wishes import Wish, wish_for

# A test of the disguise is played from the page's own memory: no other page of ours needs that.
from_memory = csp_update({"media-src": ["blob:"]})
PAGES = {"film": "tell:record_film", "sound": "tell:record"}


def _page(request: HttpRequest, draft: Submission, *, picture: bool, error: str = "") -> HttpResponse:
    recordings = list(draft.parts.filter(kind__in=MEDIA_KINDS))
    context = {
        "draft": draft,
        "error": error,
        "step": step("recording"),
        "picture": picture,
        "way": "film" if picture else "sound",
        "recordings": recordings,
        "last": recordings[-1] if recordings else None,  # the next part begins with the same wish
        "next_number": len(recordings) + 1,
        "broken_off": broken_off(submission_id=draft.pk),
    }
    return render(request, "stories/tell/record.html", context)


@require_safe
@from_memory
@with_draft
def sound(request: HttpRequest, draft: Submission) -> HttpResponse:
    return _page(request, draft, picture=False)


@require_safe
@from_memory
@with_draft
def film(request: HttpRequest, draft: Submission) -> HttpResponse:
    return _page(request, draft, picture=True)


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(PAGES.get(request.POST.get("way", ""), "tell:record"))


@require_POST
@with_draft
def wish(request: HttpRequest, draft: Submission) -> HttpResponse:
    if part_id := read_id(request.POST.get("part", "")):
        wanted = Wish(
            disguise_voice=request.POST.get("disguise_voice") == "yes",
            hide_face=request.POST.get("hide_face") == "yes",
        )
        wish_for(submission_id=draft.pk, part_id=part_id, wish=wanted)
    return _back(request)


@require_POST
@with_draft
def again(request: HttpRequest, draft: Submission) -> HttpResponse:
    """The former one is removed before the next can begin."""
    if part_id := read_id(request.POST.get("part", "")):
        telling.remove_media(submission_id=draft.pk, part_id=part_id)
    return _back(request)


@require_POST
@from_memory
@with_draft
def broken(request: HttpRequest, draft: Submission) -> HttpResponse:
    """A recording that broke off: kept and gone on with, kept as it is, or removed. Any other word does nothing."""
    upload_id, wanted = read_id(request.POST.get("upload", "")), request.POST.get("do", "")
    if upload_id and wanted == "remove":
        remove_broken_off(submission_id=draft.pk, upload_id=upload_id)
    elif upload_id and wanted in ("go_on", "keep"):
        try:
            keep_broken_off(submission_id=draft.pk, upload_id=upload_id)
        except CannotKeep as error:
            return _page(request, draft, picture=request.POST.get("way") == "film", error=str(error))
    return redirect("tell:recording") if wanted == "keep" else _back(request)
