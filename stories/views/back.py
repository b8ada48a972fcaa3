"""Coming back: where it stands, what others would see, what was agreed, where it has been, and taking it back."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from common.given_back import typed_in
from common.vault.errors import KeyDestroyed
from stories import approval, review
from stories.certificates import certificate_of, certificate_pdf, certificates_of
from stories.consent import consent_states
from stories.enums import GONE, Decision, SubmissionState
from stories.forms import CopyForm, ReceiptForm, ReviewForm
from stories.journey import where_it_stands
from stories.messages import unread_by_teller
from stories.models import Submission
from stories.moderation import StageRefused
from stories.receipts import teller_by_receipt
from stories.refusals import last_refusal
from stories.release import releases_of
from stories.tellers import (
    SESSION_KEY,
    choose_story,
    kept_receipt,
    remember_teller,
    stories_of,
)
from stories.themes import theme_label
from stories.throttle import TooManyTries, count_try, forgive
from stories.views.tell import turned_away
from stories.views.waiting import please_wait
from stories.views.which import names_a_story, story_of_page
from stories.withdrawal import take_back as withdraw_everything

P = ParamSpec("P")
StoryView = Callable[Concatenate[HttpRequest, Submission, P], HttpResponseBase]
TAKEN_BACK = "stories/back/taken_back.html"
NOT_THEIRS = "stories/tell/no_draft.html"


def with_story(view: StoryView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Give the view the story its form names, or the one chosen or sent last; without a teller, ask for the receipt.

    What a form says about somebody else's story, or about one that is not here any more, is done to no other.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.session.get(SESSION_KEY):
            brought = typed_in(request) or request.FILES
            return turned_away(request, NOT_THEIRS) if brought else redirect("back:enter")
        told = stories_of(request)
        submission = story_of_page(request, told=told)
        request.told = told  # type: ignore[attr-defined]  # for `_others`, which need not ask again
        if submission is not None:
            return view(request, submission, *args, **kwargs)
        if names_a_story(request):
            return turned_away(request, NOT_THEIRS)
        if not told:
            return redirect("tell:start")
        choose_story(request, told[0].pk)
        return redirect("tell:words")

    return wrapped


@require_safe
def choose(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Another story of the same teller's. Somebody else's is not found, like one that never was."""
    chosen = choose_story(request, story_id)
    if chosen is None:
        raise Http404
    return redirect("tell:words" if chosen.state == SubmissionState.DRAFT else "back:story")


def _others(request: HttpRequest, *, than: Submission) -> list[Submission]:
    told: list[Submission] = request.told  # type: ignore[attr-defined]  # of `with_story`
    return [each for each in told if each.pk != than.pk]


def still_here(view: StoryView[P]) -> StoryView[P]:
    """Pages that need the words send a teller who took them back to the certificate.

    Taken back in another tab at this very moment, it says so, and gives back what was typed.
    """

    @wraps(view)
    def wrapped(
        request: HttpRequest, submission: Submission, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        if submission.state in GONE:
            return redirect("back:certificates")
        try:
            return view(request, submission, *args, **kwargs)
        except KeyDestroyed:
            return turned_away(request, TAKEN_BACK)

    return wrapped


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count_try(request=request)
        except TooManyTries as wait:
            return please_wait(request, wait=wait, form=form)
        teller = teller_by_receipt(words=form.cleaned_data["words"])
        if teller is not None:
            forgive(request=request)
            remember_teller(request=request, teller=teller)
            return redirect("back:story")
        form.add_error("words", _("We do not know these words together. Check each one, and their order."))
    return render(request, "stories/back/enter.html", {"form": form})


@require_safe
@with_story
@still_here
def story(request: HttpRequest, submission: Submission) -> HttpResponse:
    context = {
        "submission": submission,
        "others": _others(request, than=submission),
        "story_id": submission.pk,
        "standing": where_it_stands(submission=submission),
        "consents": consent_states(submission_id=submission.pk),
        "releases": releases_of(story_id=submission.pk),
        "unread": unread_by_teller(submission_id=submission.pk),
        "refusal": last_refusal(submission_id=submission.pk, language=get_language() or "en"),
        "to_hear": review.copies_to_hear(submission=submission),
        "receipt_kept": bool(kept_receipt(request=request)),
    }
    return render(request, "stories/back/story.html", context)


@require_http_methods(["GET", "POST"])
@with_story
@still_here
def look(request: HttpRequest, submission: Submission) -> HttpResponse:
    """The anonymised version beside their own words, and their answer to exactly what stands and plays here."""
    shown = review.version_for_teller(submission_id=submission.pk)
    if shown is None:
        if Submission.objects.filter(pk=submission.pk, state__in=GONE).exists():  # at this very moment
            return turned_away(request, TAKEN_BACK)
        return _nothing_to_look_at(request)
    form = ReviewForm(request.POST or None, terms=shown.terms, initial={"sha256": shown.sha256})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            approval.answer_version(
                story_id=submission.pk,
                sha256=data["sha256"],
                decision=Decision(data["decision"]),
                note=data["note"],
                heard=request.POST.getlist("heard"),
                unfitting=data["unfitting"],
            )
            return redirect("back:story")
        except approval.VersionChanged:
            # Their note and ticks stay; only the hidden hash moves on to the version now shown.
            form = ReviewForm(terms=shown.terms, initial=data | {"sha256": shown.sha256, "decision": ""})
            form.changed_meanwhile = True  # type: ignore[attr-defined]  # read by the template
        except StageRefused:
            return _nothing_to_look_at(request)
    hearing = CopyForm() if shown.unheard else None
    return _show(request, submission, shown, form=form, hearing=hearing)


def _show(
    request: HttpRequest,
    submission: Submission,
    shown: review.VersionShown,
    *,
    form: ReviewForm | None = None,
    hearing: CopyForm | None = None,
) -> HttpResponse:
    """HEARING is the form about copies that were finished after the words were agreed to."""
    context = {"form": form, "hearing": hearing, "shown": shown, "submission": submission}
    return render(request, "stories/back/look.html", context | {"story_id": submission.pk})


@require_http_methods(["GET", "POST"])
@with_story
@still_here
def hear(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Their answer to recordings alone; the words were agreed to before."""
    if request.method != "POST":
        return redirect("back:look")
    shown = review.version_for_teller(submission_id=submission.pk)
    if shown is None or not shown.unheard:
        return redirect("back:story")
    form = CopyForm(request.POST)
    if not form.is_valid():
        return _show(request, submission, shown, hearing=form)
    try:
        approval.answer_copies(
            story_id=submission.pk,
            heard=request.POST.getlist("heard"),
            approved=form.cleaned_data["answer"] == "yes",
        )
    except approval.VersionChanged:
        form.add_error("answer", _("The recording changed while you were listening. Hear it once more."))
        return _show(request, submission, shown, hearing=form)
    except StageRefused:
        return redirect("back:look")
    return redirect("back:story")


def _nothing_to_look_at(request: HttpRequest) -> HttpResponse:
    """Nothing is asked (any more). A note they wrote meanwhile is on the page, to copy."""
    ticked = (theme_label(slug=slug) for slug in request.POST.getlist("unfitting"))
    typed = "\n\n".join(filter(None, [request.POST.get("note", "").strip(), ", ".join(filter(None, ticked))]))
    if request.method == "POST" and not typed:
        return redirect("back:story")
    status = 409 if typed else 200
    return render(request, "stories/back/nothing_to_look_at.html", {"typed": typed}, status=status)


@require_safe
@with_story
@still_here
def consents(request: HttpRequest, submission: Submission) -> HttpResponse:
    states = consent_states(submission_id=submission.pk)
    return render(request, "stories/back/consents.html", {"consents": states, "submission": submission})


@require_safe
@with_story
def where(request: HttpRequest, submission: Submission) -> HttpResponse:
    context = {
        "releases": releases_of(story_id=submission.pk),
        "story_id": submission.pk,
        "submission": submission,
    }
    return render(request, "stories/back/where.html", context)


@require_http_methods(["GET", "POST"])
@with_story
@still_here
def take_back(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Two steps, no reason asked: this page says what will happen, its button does it.

    Without the story's id nothing is erased: the page is shown again, for the story that it then names.
    """
    if request.method == "POST" and names_a_story(request):
        withdraw_everything(submission_id=submission.pk)
        return redirect("back:certificates")
    context = {
        "parts": submission.parts.defer("sealed_text"),
        "releases": releases_of(story_id=submission.pk),
        "submission": submission,
    }
    return render(request, "stories/back/take_back.html", context)


@require_safe
@with_story
def certificates(request: HttpRequest, submission: Submission) -> HttpResponse:
    context = {
        "certificates": certificates_of(submission_id=submission.pk),
        "others": _others(request, than=submission),
        "submission": submission,
        "gone": submission.state in GONE,
    }
    return render(request, "stories/back/certificates.html", context)


@require_safe
@with_story
def certificate(request: HttpRequest, submission: Submission, number: str) -> HttpResponse:
    found = certificate_of(submission_id=submission.pk, number=number)
    if found is None:
        raise Http404
    pdf = certificate_pdf(certificate=found, language="cy" if request.LANGUAGE_CODE == "cy" else "en")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{found.number}.pdf"'
    return response
