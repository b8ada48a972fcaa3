"""What an edition's readers see: page and PDF by secret link, and the verify address. Always through the gate."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.crypto import constant_time_compare
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.branding import as_css, brand_of
from campaigns.enums import Format, Read
from campaigns.forms import FeedbackForm, PasscodeForm
from campaigns.models import Edition
from campaigns.packs import reading
from campaigns.packs.entering import TooManyTries, mark_of, note_reading, try_passcode
from campaigns.packs.feedback import TooMany, give_feedback
from campaigns.packs.links import link_is_open
from transcription.reels.reading import verify as verify_reel

SALT, STAYS_IN = "campaigns.edition", 12 * 60 * 60
SecretView = Callable[..., HttpResponseBase]


def secret(view: SecretView) -> SecretView:
    """Nothing of it is kept by a browser, told to another site, or listed by a search engine."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@secret
def web_edition(request: HttpRequest, token: str) -> HttpResponse:
    edition = _find(token)
    if not _is_in(request, edition):
        return _ask(request, edition, token)
    try:
        html = reading.read_html(edition=edition)
    except reading.NotReadable:
        return _gone(request, edition)
    if request.method == "GET":
        note_reading(edition=edition, what=Read.PAGE)
    context = {"body": mark_safe(html), "title": edition.frozen["title"], "token": token}  # noqa: S308  sealed by us
    return render(request, "campaigns/edition/page.html", context)


@require_safe
@secret
def colours(_request: HttpRequest, token: str) -> HttpResponse:
    """The group's own, for the page: no word of the edition is in them."""
    brand = brand_of(_find(token).pack.campaign.organisation)
    return HttpResponse(as_css(brand), content_type="text/css; charset=utf-8")


@require_safe
@secret
def pdf(request: HttpRequest, token: str) -> HttpResponseBase:
    edition = _find(token)
    if not _is_in(request, edition):
        readable = reading.may_be_read(edition=edition)
        return redirect("campaigns:edition", token) if readable else _gone(request, edition)
    try:
        answer = file_response(edition, Format.PDF)
    except reading.NotReadable:
        return _gone(request, edition)
    if request.method == "GET":
        note_reading(edition=edition, what=Read.PDF)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@secret
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Whether it helped, and what its reader will do."""
    edition = _find(token)
    if not _is_in(request, edition) or not reading.may_be_read(edition=edition):
        return redirect("campaigns:edition", token)
    form, status = FeedbackForm(request.POST or None), 200
    context = {"token": token, "group": edition.pack.campaign.organisation.name}
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                said = give_feedback(
                    edition=edition, instead_of=_answered(request, edition), **form.cleaned_data
                )
                thanks = render(request, "campaigns/edition/answered.html", context)
                return _keep(thanks, request, token, name=said_cookie(edition), value=str(said.pk))
            except TooMany:
                form.add_error(None, _("This edition has had many answers. Please write to the group."))
    response = render(request, "campaigns/edition/answer.html", {"form": form, **context}, status=status)
    response.headers["Referrer-Policy"] = (
        "same-origin"  # as for the passcode: the form's own origin is asked for
    )
    return response


def said_cookie(edition: Edition) -> str:
    return f"said_{edition.link_sha256[:12]}"


def _answered(request: HttpRequest, edition: Edition) -> int:
    """Which answer this browser gave before: a second one takes its place."""
    kept = request.get_signed_cookie(said_cookie(edition), default="", salt=SALT)
    return int(kept) if kept else 0


def _keep(response: HttpResponse, request: HttpRequest, token: str, *, name: str, value: str) -> HttpResponse:
    """In this browser, signed, for this link alone, and for today."""
    response.set_signed_cookie(
        name,
        value,
        salt=SALT,
        max_age=STAYS_IN,
        path=reverse("campaigns:edition", args=[token]),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _is_in(request: HttpRequest, edition: Edition) -> bool:
    """Whether this browser typed the passcode of this very link, today."""
    if not link_is_open(edition=edition):
        return False
    kept = request.get_signed_cookie(cookie_of(edition=edition), default="", salt=SALT, max_age=STAYS_IN)
    return constant_time_compare(kept or "", mark_of(edition=edition))


def cookie_of(*, edition: Edition) -> str:
    return f"edition_{edition.link_sha256[:12]}"


def _ask(request: HttpRequest, edition: Edition, token: str) -> HttpResponse:
    """For the passcode; unless there is nothing left to read, or the link has run out."""
    if not reading.may_be_read(edition=edition):
        return _gone(request, edition)
    group = edition.pack.campaign.organisation.name
    if not link_is_open(edition=edition):
        return render(request, "campaigns/edition/run_out.html", {"group": group}, status=410)
    form, status = PasscodeForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid() and try_passcode(edition=edition, typed=form.cleaned_data["passcode"]):
                return _let_in(request, edition, token)
            form.add_error("passcode", _("That is not the passcode of this link. Look at it again."))
        except TooManyTries:
            form.add_error("passcode", _("There were many wrong tries. Wait ten minutes, and try again."))
            status = 429
    answer = render(request, "campaigns/edition/enter.html", {"form": form, "group": group}, status=status)
    answer.headers["Referrer-Policy"] = (
        "same-origin"  # or the form's own origin would be hidden from us as well
    )
    return answer


def _let_in(request: HttpRequest, edition: Edition, token: str) -> HttpResponse:
    answer = redirect("campaigns:edition", token)
    return _keep(answer, request, token, name=cookie_of(edition=edition), value=mark_of(edition=edition))


OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    Format.PDF: "application/pdf",
    Format.DOCX: f"{OFFICE}.wordprocessingml.document",
    Format.PPTX: f"{OFFICE}.presentationml.presentation",
    Format.ZIP: "application/zip",
}


def file_response(edition: Edition, wanted: Format) -> FileResponse:
    """The whole file, opened chunk by chunk. Raises NotReadable."""
    file = reading.open_format(edition=edition, wanted=wanted)
    name = f"pack-edition-{edition.number}.{wanted}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=KINDS[wanted])


@require_safe
@secret
def verify(request: HttpRequest, code: str) -> HttpResponse:
    verdict = reading.verify(code=code)
    if verdict is None and (reel := verify_reel(code=code)):
        return render(request, "campaigns/edition/verify_reel.html", {"verdict": reel})
    if verdict is None:
        return render(
            request, "campaigns/edition/verify_form.html", {"unknown": True, "code": code}, status=404
        )
    return render(request, "campaigns/edition/verify.html", {"verdict": verdict})


@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    code = "".join(request.GET.get("code", "").split()).upper()
    signs = "".join(sign for sign in code if sign.isalnum())
    if len(signs) == 12:
        return redirect("campaigns:verify", "-".join((signs[:4], signs[4:8], signs[8:])))
    return render(request, "campaigns/edition/verify_form.html", {"unknown": bool(code), "code": code})


def _find(token: str) -> Edition:
    edition = reading.find_by_token(token=token)
    if edition is None:
        raise Http404
    return edition


def _gone(request: HttpRequest, edition: Edition) -> HttpResponse:
    context = {"group": edition.pack.campaign.organisation.name}
    return render(request, "campaigns/edition/gone.html", context, status=410)
