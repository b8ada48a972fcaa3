"""Files of a draft: sent, on their way, removed, and what is said about pictures. Throwing a whole draft away."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.given_back import typed_in
from common.storages import StorageFull, StorageUnavailable
from stories import drafts, showing, telling
from stories.enums import GONE
from stories.file_forms import FilesForm
from stories.forms import NOT_KEPT
from stories.models import Submission
from stories.references import read_id
from stories.showing import added_parts
from stories.tellers import DRAFT_KEY, forget_teller, keep_receipt, kept_receipt, stories_of
from stories.uploads.errors import NoSuchUpload
from stories.uploads.leaving import abandon
from stories.uploads.leaving import keep_what_came as keep
from stories.uploads.listing import unfinished
from stories.views import tus
from stories.views.refusals import refusals
from stories.views.tell import step, with_draft

SAVED = _("Your words about the picture are saved.")
PICTURE_GONE = _("That picture is no longer here. Your words about it were not saved.")


@require_http_methods(["GET", "POST"])
@with_draft
def recording(request: HttpRequest, draft: Submission) -> HttpResponse:
    """Every button of its form saves what is said about pictures: whichever is pressed, nothing typed is lost."""
    parts = added_parts(submission_id=draft.pk)
    form = FilesForm(request.POST or None, request.FILES or None, parts=parts)
    if request.method == "POST" and form.is_valid() and _keep(request, form=form, draft=draft):
        return _onward(request, form=form)
    if form.words_of_nothing():
        return _not_saved(request, typed_in(request))
    return _page(request, form=form, draft=draft)


def _keep(request: HttpRequest, *, form: FilesForm, draft: Submission) -> bool:
    _save_words(request, form=form, draft=draft)
    return form.cleaned_data["recording"] is None or _keep_recording(form=form, draft=draft)


def _save_words(request: HttpRequest, *, form: FilesForm, draft: Submission) -> None:
    saved = [
        showing.describe_picture(submission_id=draft.pk, part_id=part_id, text=text)
        for part_id, text in form.changed_words().items()
    ]
    if any(saved):
        messages.success(request, str(SAVED))


def _keep_recording(*, form: FilesForm, draft: Submission) -> bool:
    """Seal what was sent; a full or unreachable store becomes a message on the form, with all else kept."""
    data = form.cleaned_data
    try:
        telling.add_media(
            submission_id=draft.pk, kind=data["kind"], source=data["recording"], mime=data["mime"]
        )
    except (StorageFull, StorageUnavailable):
        form.add_error("recording", str(NOT_KEPT))
        return False
    return True


def _onward(request: HttpRequest, *, form: FilesForm) -> HttpResponse:
    if lost := form.words_of_nothing():
        return _not_saved(request, lost)
    stay = form.cleaned_data["recording"] is not None or request.POST.get("then") == "words"
    return redirect("tell:recording" if stay else "tell:where")


def _not_saved(request: HttpRequest, typed: str) -> HttpResponse:
    """With what they typed, to copy."""
    context = {"typed": typed, "reason": PICTURE_GONE}
    return render(request, "stories/tell/not_saved.html", context, status=422)


def _page(request: HttpRequest, *, form: FilesForm, draft: Submission) -> HttpResponse:
    context = {
        "form": form,
        "draft": draft,
        "step": step("recording"),
        "recordings": form.parts,
        "unfinished": unfinished(submission_id=draft.pk),
        "limit": settings.PLAIN_UPLOAD_LIMIT,
        "upload_limit": settings.UPLOAD_LIMIT,
        "draft_days": settings.DRAFT_DAYS,
        "upload_hours": settings.UPLOAD_HOURS,
    }
    return render(request, "stories/tell/recording.html", context)


@require_POST
@with_draft
def remove(request: HttpRequest, draft: Submission) -> HttpResponse:
    """One that was added. Words about the others are saved; were they refused, the page asks again."""
    if part_id := read_id(request.POST.get("part", "")):
        telling.remove_media(submission_id=draft.pk, part_id=part_id)
    form = FilesForm(request.POST, parts=added_parts(submission_id=draft.pk))
    if not form.is_valid():
        return _page(request, form=form, draft=draft)
    _save_words(request, form=form, draft=draft)
    return redirect("tell:recording")


@require_POST
@with_draft
def keep_upload(request: HttpRequest, draft: Submission) -> HttpResponse:
    """End a recording where it broke off."""
    upload_id = read_id(request.POST.get("upload", ""))
    try:
        with refusals():
            if upload_id:
                keep(submission_id=draft.pk, upload_id=upload_id)
    except tus.Refused as refused:
        messages.error(request, refused.words)
    return redirect("tell:recording")


@require_POST
@with_draft
def cancel_upload(request: HttpRequest, draft: Submission) -> HttpResponse:
    give_up(request, submission_id=draft.pk)
    return redirect("tell:recording")


def give_up(request: HttpRequest, *, submission_id: UUID) -> None:
    """Remove what came of the file that the form names."""
    upload_id = read_id(request.POST.get("upload", ""))
    try:
        if upload_id:
            abandon(submission_id=submission_id, upload_id=upload_id)
    except NoSuchUpload:
        pass  # it is gone, which is what was wanted
    except StorageUnavailable:
        words = now_in_words("We could not remove it just now. It goes by itself after a day.")
        messages.error(request, words)


@require_http_methods(["GET", "POST"])
@with_draft
def throw_away(request: HttpRequest, draft: Submission) -> HttpResponse:
    """Two steps, no reason asked: this page says what will happen, its button does it."""
    if request.method == "POST":
        words = kept_receipt(request=request)
        drafts.throw_away(submission_id=draft.pk)
        request.session.pop(DRAFT_KEY, None)
        _carry_on_without(request, words=words)
        return redirect("tell:thrown_away")
    return render(request, "stories/tell/throw_away.html", {"draft": draft})


def _carry_on_without(request: HttpRequest, *, words: str) -> None:
    """The receipt was sealed under the key that is gone: seal it under another story's, or, when this was all there
    was, let the next story begin with a receipt of its own."""
    left = [each for each in stories_of(request) if each.state not in GONE]
    if not left:
        forget_teller(request=request)
    elif words:
        keep_receipt(request=request, words=words, owner=left[0].pk)


@require_safe
def thrown_away(request: HttpRequest) -> HttpResponse:
    return render(request, "stories/tell/thrown_away.html")
