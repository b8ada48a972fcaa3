"""The questions about uses: one page each, the same page while telling and when coming back."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from stories.answers import answer_use, latest_answer
from stories.consent import ConsentRefused, ConsentState, terms_now
from stories.enums import MEDIA_PURPOSES, Form, Purpose, SubmissionState
from stories.forms import NO, ConsentForm
from stories.models import Submission
from stories.views.back import still_here, with_story
from stories.views.tell import step, with_draft
from stories.wishes import forms_of
from stories.wording import current_wording, question, wording_language

ORDER = list(Purpose)


def forms_offered(*, submission: Submission, purpose: Purpose) -> list[Form]:
    """Writing always; voice and picture where they can be used, and only when something was sent that has them and
    its teller did not wish it disguised."""
    if purpose not in MEDIA_PURPOSES:
        return [Form.TEXT]
    offered = {Form.TEXT}
    for part in submission.parts.all():
        offered |= set(forms_of(part=part))
    return sorted(offered)


def _purpose(word: str) -> Purpose:
    try:
        return Purpose(word)
    except ValueError:
        raise Http404 from None


def _initial(*, submission: Submission, state: ConsentState, offered: list[Form]) -> dict[str, object]:
    trust = state.trust_code or (submission.trust.code if submission.trust else "")
    # A recording that was removed since, or disguised, takes its form with it.
    still = max(form for form in offered if state.form.covers(form))
    answer = str(still.value) if state.granted else NO
    return {"answer": answer, "trust": trust, "names_trust": bool(state.granted and state.trust_name)}


def _answer(form: ConsentForm, *, submission: Submission) -> tuple[Form | None, str]:
    """The form of a yes (None: no), and the code of the trust that it may name."""
    data = form.cleaned_data
    if data["answer"] == NO:
        return None, ""
    happened_at = submission.trust.code if submission.trust and data.get("names_trust") else ""
    return Form(int(data["answer"])), data.get("trust") or happened_at


EASY_KEY = "easy_read"


def _reads_easily(request: HttpRequest) -> bool:
    """Whether this session asks in easy read; the button on the page turns it on and off, nothing else keeps it."""
    if request.POST.get("read") in ("easy", "standard"):
        request.session[EASY_KEY] = request.POST["read"] == "easy"
    return bool(request.session.get(EASY_KEY))


def _form(
    request: HttpRequest, *, submission: Submission, state: ConsentState, offered: list[Form], sent: bool
) -> ConsentForm:
    """What was chosen stays chosen when only the words of the question are exchanged."""
    initial = _initial(submission=submission, state=state, offered=offered)
    if request.method == "POST" and not sent:
        chosen = {name: request.POST[name] for name in ("answer", "trust") if name in request.POST}
        initial = {**initial, **chosen, "names_trust": "names_trust" in request.POST}
    data = request.POST if sent else None
    return ConsentForm(data, initial=initial, purpose=state.purpose, forms_offered=offered)


def _ask(
    request: HttpRequest, submission: Submission, *, purpose: Purpose, template: str, done: HttpResponse
) -> HttpResponse:
    easy = _reads_easily(request)
    language = wording_language(language=request.LANGUAGE_CODE, easy=easy)
    wording = current_wording(language=language)
    state = latest_answer(submission_id=submission.pk, purpose=purpose)
    offered = forms_offered(submission=submission, purpose=purpose)
    switched = "read" in request.POST
    # Nobody agrees to words that they did not see: the page says which it showed.
    changed = request.method == "POST" and not switched and request.POST.get("wording") != wording.sha256
    sent = request.method == "POST" and not switched and not changed
    form = _form(request, submission=submission, state=state, offered=offered, sent=sent)
    if sent and form.is_valid():
        answer, code = _answer(form, submission=submission)
        try:
            answer_use(
                submission_id=submission.pk, purpose=purpose, form=answer, trust_code=code, language=language
            )
            return done
        except ConsentRefused:
            form.add_error(
                None, str(_("We could not record that answer. Go back one page and start from there."))
            )
    number = ORDER.index(purpose) + 1
    context = {
        "form": form,
        "words": question(purpose=purpose, wording=wording),
        "wording": wording.sha256,
        "changed_meanwhile": changed,
        "easy": easy,
        "purpose": purpose,
        "state": state,
        "terms": terms_now(purpose=purpose),
        "step": step("agree"),
        "number": number,
        "of": len(ORDER),
        "submission": submission,
        "cooling_off_days": settings.COOLING_OFF_DAYS,
        "draft": submission if submission.state == SubmissionState.DRAFT else None,
        "previous": ORDER[number - 2].value if number > 1 else "",
    }
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
@with_draft
def while_telling(request: HttpRequest, draft: Submission, purpose: str) -> HttpResponse:
    asked = _purpose(purpose)
    if not draft.adult_confirmed:
        return redirect("tell:agree")
    at = ORDER.index(asked)
    following = (
        redirect("tell:consent", purpose=ORDER[at + 1].value)
        if asked != ORDER[-1]
        else redirect("tell:understanding")
    )
    return _ask(request, draft, purpose=asked, template="stories/tell/consent.html", done=following)


@require_http_methods(["GET", "POST"])
@with_story
@still_here
def when_back(request: HttpRequest, submission: Submission, purpose: str) -> HttpResponse:
    done = redirect("back:consents")
    return _ask(
        request, submission, purpose=_purpose(purpose), template="stories/back/consent.html", done=done
    )
