"""The headers of tus 1.0.0 (https://tus.io/protocols/resumable-upload): read strictly, before anything is done."""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from stories.models import Upload
from stories.uploads.receiving import Checksum

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,creation-defer-length,expiration,checksum,termination"
ALGORITHMS = {"sha1": 20, "sha256": 32}
BYTES = "application/offset+octet-stream"
CHECKSUM_MISMATCH = 460
NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)
# Which of our own pages' requests carry: a browser says so itself, and no page can forge it.
OWN_FETCH = ("", "same-origin", "none")


@dataclass
class Refused(Exception):
    """An answer that is no success. WORDS may be shown to the teller as they are."""

    status: int
    words: str
    retry_after: int = 0
    allowed: str = ""


@dataclass(frozen=True)
class NewUpload:
    length: int | None
    metadata: dict[str, str]


def plain(status: int, words: str = "") -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def with_protocol(response: HttpResponse) -> HttpResponse:
    response["Tus-Resumable"] = VERSION
    return response


def refusal(refused: Refused) -> HttpResponse:
    response = plain(refused.status, refused.words)
    if refused.status == 412:
        response["Tus-Version"] = VERSION
    if refused.allowed:
        response["Allow"] = refused.allowed
    if refused.retry_after:
        response["Retry-After"] = str(refused.retry_after)
    return response


def options() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Tus-Version"] = VERSION
    response["Tus-Max-Size"] = str(settings.UPLOAD_LIMIT)
    response["Tus-Extension"] = EXTENSIONS
    response["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
    return response


def method_of(request: HttpRequest) -> str:
    """Some proxies let through no other method than POST: a client then says which it means."""
    method = (request.method or "").upper()
    return request.headers.get("X-HTTP-Method-Override", method).upper() if method == "POST" else method


def check_asker(request: HttpRequest) -> None:
    """Refuse what another site's page sent, and any other version.

    In place of a CSRF token, which tus clients know nothing of: a page of another origin cannot add Tus-Resumable
    without asking first (a preflight, to which nothing here ever says yes), and where a browser says whose page asks,
    it must be one of ours.
    """
    origin = request.headers.get("Origin", "")
    ours = not origin or _netloc(origin) == request.get_host()
    if not ours or request.headers.get("Sec-Fetch-Site", "") not in OWN_FETCH:
        raise Refused(403, _("This file can only be sent from our own page."))
    if request.headers.get("Tus-Resumable") != VERSION:
        raise Refused(412, _("This way of sending is too old or too new for us. Open the page again."))


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def malformed() -> Refused:
    return Refused(
        400, _("We could not read what came with the file. Open the page again and send it once more.")
    )


def number(request: HttpRequest, header: str) -> int | None:
    """The header as a whole number; None without it. Raises Refused."""
    value = request.headers.get(header)
    if value is None:
        return None
    if not NUMBER.fullmatch(value):
        raise malformed()
    return int(value)


def body_length(request: HttpRequest) -> int:
    """How many bytes are said to follow. Refused when nobody says: what is too long could not be refused beforehand."""
    if "HTTP_TRANSFER_ENCODING" in request.META:
        raise Refused(411, _("The file must say how long each piece is."))
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not NUMBER.fullmatch(length):
        raise malformed()
    return int(length)


def check_body_type(request: HttpRequest) -> None:
    if request.META.get("CONTENT_TYPE", "").strip().lower() != BYTES:
        raise Refused(415, _("This is not a piece of a file that we asked for. Open the page again."))


def checksum(request: HttpRequest) -> Checksum | None:
    value = request.headers.get("Upload-Checksum")
    if value is None:
        return None
    algorithm, _space, encoded = value.strip().partition(" ")
    digest = _decoded(encoded)
    if len(digest) != ALGORITHMS.get(algorithm):
        raise malformed()
    return Checksum(algorithm, digest)


def new_upload(request: HttpRequest) -> NewUpload:
    length = number(request, "Upload-Length")
    deferred = request.headers.get("Upload-Defer-Length")
    if (
        "Upload-Concat" in request.headers
        or deferred not in (None, "1")
        or (length is None) != (deferred == "1")
    ):
        raise malformed()
    return NewUpload(length, metadata(request.headers.get("Upload-Metadata", "")))


def metadata(header: str) -> dict[str, str]:
    """Keys and their words. Raises Refused for what is not base64 or not text, and for a key that comes twice."""
    found: dict[str, str] = {}
    for pair in filter(None, (each.strip() for each in header.split(","))):
        key, _space, encoded = pair.partition(" ")
        if key in found:
            raise malformed()
        try:
            found[key] = _decoded(encoded).decode()
        except UnicodeDecodeError:
            raise malformed() from None
    return found


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise malformed() from None


def describe(response: HttpResponse, upload: Upload) -> HttpResponse:
    """Where the upload stands, on any answer about it."""
    response["Upload-Offset"] = str(upload.received)
    response["Upload-Expires"] = http_date(upload.expires_at.astimezone(UTC).timestamp())
    return response


def describe_length(response: HttpResponse, upload: Upload) -> HttpResponse:
    if upload.length is None:
        response["Upload-Defer-Length"] = "1"
    else:
        response["Upload-Length"] = str(upload.length)
    return response
