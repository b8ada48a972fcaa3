"""What an edition's readers see: page and PDF by secret link, and the verify address. Always through the gate."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from campaigns.enums import Format
from campaigns.models import Edition
from campaigns.packs import reading
from transcription.reels.reading import verify as verify_reel

SecretView = Callable[..., HttpResponseBase]


def secret(view: SecretView) -> SecretView:
    """Nothing of it is kept by a browser, told to another site, or listed by a search engine."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return guarded


@require_safe
@secret
def web_edition(request: HttpRequest, token: str) -> HttpResponse:
    edition = _find(token)
    try:
        html = reading.read_html(edition=edition)
    except reading.NotReadable:
        return _gone(request, edition)
    context = {"body": mark_safe(html), "title": edition.frozen["title"], "token": token}  # noqa: S308  sealed by us
    return render(request, "campaigns/edition/page.html", context)


@require_safe
@secret
def pdf(request: HttpRequest, token: str) -> HttpResponseBase:
    edition = _find(token)
    try:
        return file_response(edition, Format.PDF)
    except reading.NotReadable:
        return _gone(request, edition)


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
