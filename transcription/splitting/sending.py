"""Where the files of an old recording come in: in pieces by script (`/uploads/`), or whole by a plain form."""

from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stories.admin.access import for_roles
from stories.permissions import ANONYMISERS
from stories.references import read_id
from stories.uploads.held import begin_held, keep_held, leave_out
from stories.uploads.receiving import receive
from stories.views import tus
from stories.views.refusals import refusals, too_large
from transcription.splitting.bringing import NotOpen, leave_file_out, say_complete
from transcription.splitting.names import CannotJoin
from transcription.splitting.pages import find_rip


@for_roles(*ANONYMISERS)
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, rip_id: UUID) -> HttpResponse:
    """Without a script. The script comes here when the last file has arrived."""
    find_rip(rip_id)
    for each in request.FILES.getlist("files"):
        try:
            with refusals():
                keep_whole(owner=rip_id, file=each)
        except tus.Refused as refused:
            messages.error(request, refused.words)
    return redirect("splitting:rip", rip_id)


def keep_whole(*, owner: UUID, file: "UploadedFile[bytes]") -> None:
    """Raises tus.Refused, and what uploads refuse with."""
    size = file.size or 0
    if not size:
        raise tus.Refused(422, _("That file is empty."))
    if size > settings.PLAIN_UPLOAD_LIMIT or getattr(file, "lost", False):
        raise tus.Refused(413, too_large())
    upload = begin_held(owner=owner, length=size, name=file.name or "")
    try:
        whole = receive(
            upload_id=upload.pk,
            offset=0,
            source=cast(BinaryIO, file),
            announced=size,
            length=None,
            checksum=None,
        ).whole
    except Exception:
        leave_out(owner=owner, upload_id=upload.pk)
        raise
    if whole:
        keep_held(upload_id=upload.pk)


@for_roles(*ANONYMISERS)
@require_POST
def file_out(request: HttpRequest, rip_id: UUID) -> HttpResponse:
    try:
        if upload_id := read_id(request.POST.get("upload", "")):
            leave_file_out(rip_id=rip_id, upload_id=upload_id)
    except NotOpen as error:
        messages.error(request, str(error))
    return redirect("splitting:rip", rip_id)


@for_roles(*ANONYMISERS)
@require_POST
def complete(request: HttpRequest, rip_id: UUID) -> HttpResponse:
    try:
        say_complete(rip_id=rip_id)
    except (CannotJoin, NotOpen) as error:
        messages.error(request, str(error))
    return redirect("splitting:rip", rip_id)
