"""An e-mail address in place of the receipt: tied, used to come back, and untied again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stories import email_codes
from stories.consent_forms import CodeForm, EmailForm
from stories.references import read_id
from stories.tellers import PROVED_KEY, choose_story, current_teller, remember_teller
from stories.throttle import TooManyTries, count_try, forgive
from stories.views.waiting import please_wait


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """For whoever is in: tie an address, or untie it. For whoever is not: come back by code."""
    teller = current_teller(request)
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count_try(request=request, of="code")
        except TooManyTries as wait:
            return please_wait(request, wait=wait, form=form)
        email_codes.start(request=request, email=form.cleaned_data["email"], tie=teller is not None)
        return redirect("back:account_code")
    return render(request, "stories/back/account.html", {"form": form, "teller": teller})


@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    if not email_codes.is_waiting(request=request):
        return redirect("back:account")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            mac, tie = email_codes.finish(request=request, code=form.cleaned_data["code"])
        except email_codes.CodeRefused:
            form.add_error(
                "code", _("That is not the code, or it is too old. Check it, or ask for a new one.")
            )
        else:
            forgive(request=request, of="code")
            return _proved(request, mac=mac, tie=tie)
    return render(request, "stories/back/account_code.html", {"form": form})


def _proved(request: HttpRequest, *, mac: str, tie: bool) -> HttpResponse:
    teller = current_teller(request)
    if tie:
        if teller is not None:
            email_codes.tie_address(teller=teller, mac=mac)
        return redirect("back:account")
    found = email_codes.tellers_by_mac(mac=mac)
    if not found:
        return redirect("back:enter")
    remember_teller(request=request, teller=found[0])
    if len(found) == 1:
        return redirect("back:story")
    request.session[PROVED_KEY] = mac
    return redirect("back:account_mine")


@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Which of several stories to open, when one address opens more than one receipt's."""
    mac = request.session.get(PROVED_KEY, "")
    told = email_codes.stories_by_mac(mac=mac)
    if not told:
        return redirect("back:account")
    chosen = read_id(request.POST.get("story", ""))
    submission = next((each for each in told if each.pk == chosen), None)
    if submission is None:
        return render(request, "stories/back/account_mine.html", {"told": told})
    remember_teller(request=request, teller=submission.teller)
    request.session[PROVED_KEY] = mac
    choose_story(request, submission.pk)
    return redirect("back:story")


@require_POST
def untie(request: HttpRequest) -> HttpResponse:
    teller = current_teller(request)
    if teller is None:
        return redirect("back:enter")
    new_words = email_codes.untie_address(request=request, teller=teller)
    return redirect("tell:receipt" if new_words else "back:account")
