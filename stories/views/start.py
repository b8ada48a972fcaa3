"""The first page: what to know before, and the ways to tell it. Each begins a draft."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from stories.enums import SubmissionState, ToldBy, Way
from stories.receipts import give_receipt
from stories.start_forms import SOMEBODY_ELSE, AgreementForm, StartForm
from stories.tellers import DRAFT_KEY, current_teller, draft_in_hand, keep_receipt, remember_teller
from stories.telling import begin_submission
from stories.throttle import HOUR, TooManyBegun, count_begun
from stories.whose import Agreement, MustWait, told_by

FIRST_PAGES = {
    Way.WORDS: "tell:words",
    Way.SOUND: "tell:record",
    Way.FILM: "tell:record_film",
    Way.FILE: "tell:recording",
    Way.PICTURE: "tell:recording",
}


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return _page(request, StartForm())


def _page(request: HttpRequest, form: StartForm) -> HttpResponse:
    draft = draft_in_hand(request)
    unfinished = draft is not None and draft.state == SubmissionState.DRAFT
    return render(request, "stories/tell/start.html", {"form": form, "unfinished": unfinished})


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    form = StartForm(request.POST if request.method == "POST" else None)  # an empty one begins the plain way
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    way, whose = form.cleaned_data["way"], form.cleaned_data["whose"]
    if whose == SOMEBODY_ELSE:
        return redirect(f"{reverse('tell:whose')}?way={way}")
    return _begin(request, way=way, by=ToldBy(whose))


@require_http_methods(["GET", "POST"])
def whose(request: HttpRequest) -> HttpResponse:
    """Before somebody else's story: whether that person has agreed."""
    form = AgreementForm(request.POST or None, initial={"way": request.GET.get("way", "")})
    if request.method != "POST" or not form.is_valid():
        return render(request, "stories/tell/whose.html", {"form": form})
    agreement = Agreement(form.cleaned_data["agreement"])
    try:
        by = told_by(agreement=agreement)
    except MustWait:
        return render(request, "stories/tell/wait.html", {"agreement": agreement})
    return _begin(request, way=form.cleaned_data["way"], by=by)


def _begin(request: HttpRequest, *, way: Way, by: ToldBy) -> HttpResponse:
    try:
        count_begun(request=request)
    except TooManyBegun:
        response = render(request, "stories/tell/too_many.html", status=429)
        response["Retry-After"] = str(HOUR)
        return response
    language = "cy" if request.LANGUAGE_CODE == "cy" else "en"
    submission = begin_submission(teller=current_teller(request), language=language, told_by=by, way=way)
    remember_teller(request=request, teller=submission.teller)
    request.session[DRAFT_KEY] = str(submission.pk)
    if submission.teller.receipt_mac is None:
        # From the first page on, so that sending twice at once cannot make two receipts.
        keep_receipt(request=request, words=give_receipt(teller=submission.teller), owner=submission.pk)
    return redirect(FIRST_PAGES[way])
