"""The tus server: resumable uploads into a teller's own draft. Headers are read in `tus`; the rules are below."""

from collections.abc import Callable
from functools import wraps
from typing import BinaryIO, Concatenate, ParamSpec, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from stories.drafts import takes_parts
from stories.enums import SubmissionState
from stories.models import SealedPart, Submission, Upload
from stories.references import read_id
from stories.tellers import DRAFT_KEY, SESSION_KEY, own_submission
from stories.uploads import errors
from stories.uploads.beginning import Wishes, begin_addition, begin_upload
from stories.uploads.completing import complete
from stories.uploads.held import begin_held, keep_held, leave_out, may_send
from stories.uploads.leaving import abandon
from stories.uploads.places import a_place
from stories.uploads.receiving import receive
from stories.views import tus
from stories.views.refusals import refusals

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
YES = "yes"


def speaks_tus(view: View[P]) -> View[P]:
    """Refusals of every kind become their status, with words for the teller."""

    @csrf_exempt  # see tus.check_asker for what stands in its place
    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if tus.method_of(request) == "OPTIONS":
            return tus.with_protocol(tus.options())
        try:
            tus.check_asker(request)
            with refusals():
                return tus.with_protocol(view(request, *args, **kwargs))
        except tus.Refused as refused:
            return tus.with_protocol(tus.refusal(refused))

    return wrapped


@speaks_tus
def create(request: HttpRequest) -> HttpResponse:
    """POST: begin an upload, perhaps with its first bytes."""
    if tus.method_of(request) != "POST":
        raise not_allowed("POST, OPTIONS")
    announced = tus.body_length(request)
    if announced:
        tus.check_body_type(request)
    wanted = tus.new_upload(request)
    checksum = tus.checksum(request)
    if announced > (settings.UPLOAD_LIMIT if wanted.length is None else wanted.length):
        raise errors.TooLong
    upload = _begin(request, wanted)
    part = None
    if announced or wanted.length == 0:
        with a_place():
            upload = receive(
                upload_id=upload.pk, offset=0, source=cast(BinaryIO, request), announced=announced, length=None,
                checksum=checksum,
            )  # fmt: skip
        part = _finish(upload)
    response = _tell_part(HttpResponse(status=201), part)
    response["Location"] = reverse("uploads:upload", args=[upload.pk])
    return tus.describe(response, upload)


def _begin(request: HttpRequest, wanted: tus.NewUpload) -> Upload:
    """In the draft that is named or in hand, or, for who names one, to a story that was sent, or to what is held."""
    said = wanted.metadata
    if "held" in said:
        return begin_held(
            owner=_held(request, named=said["held"]), length=wanted.length, name=said.get("name", "")
        )
    if story := said.get("story"):
        return begin_addition(
            submission_id=_story(request, named=story).pk,
            length=wanted.length,
            take_down_first=said.get("meanwhile") == "down",
        )
    draft = _submission(request, named=said.get("draft", ""))
    return begin_upload(submission_id=draft.pk, length=wanted.length, wishes=_wishes(said))


def _held(request: HttpRequest, *, named: str) -> UUID:
    owner = read_id(named)
    if owner is None or not may_send(request, owner):
        raise tus.Refused(403, _("Only those who work with these recordings can send a file here."))
    return owner


def _finish(upload: Upload) -> SealedPart | None:
    """The part that a whole upload becomes; none of what is held for no telling, nor of one that is not whole."""
    if not upload.whole:
        return None
    if upload.held_for:
        keep_held(upload_id=upload.pk)
        return None
    return complete(upload_id=upload.pk)


def _story(request: HttpRequest, *, named: str) -> Submission:
    own = own_submission(request, read_id(named))
    if own is None or own.state == SubmissionState.DRAFT:
        raise tus.Refused(403, _("Open your page with your receipt first. Then you can send a file."))
    return own


def _submission(request: HttpRequest, *, named: str) -> Submission:
    """The draft that this session's teller named, or has in hand; for anybody else, a plain refusal."""
    wanted = read_id(named) if named else read_id(request.session.get(DRAFT_KEY) or "")
    submission = own_submission(request, wanted)
    if submission is None:
        raise tus.Refused(403, _("Start telling first. Then you can send a file."))
    if not takes_parts(submission=submission):
        raise errors.AlreadySent
    return submission


def _wishes(metadata: dict[str, str]) -> Wishes:
    return Wishes(
        recorded=metadata.get("recorded") == YES,
        disguise_voice=metadata.get("disguise_voice") == YES,
        hide_face=metadata.get("hide_face") == YES,
    )


@speaks_tus
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """HEAD: how far it is. PATCH: more of it. DELETE: cancel it."""
    method = tus.method_of(request)
    if method not in VERBS:
        raise not_allowed("HEAD, PATCH, DELETE, OPTIONS")
    return VERBS[method](request, _own_upload(request, upload_id))


def _own_upload(request: HttpRequest, upload_id: UUID) -> Upload:
    """Somebody else's is not found, like one that never was."""
    found = Upload.objects.filter(pk=upload_id).select_related("submission").first()
    if found is None:
        raise errors.NoSuchUpload
    teller = request.session.get(SESSION_KEY)
    if found.submission is not None:
        own = bool(teller) and str(found.submission.teller_id) == teller
    else:
        own = may_send(request, found.owner)
    if not own:
        raise errors.NoSuchUpload
    return found


def _head(request: HttpRequest, found: Upload) -> HttpResponse:
    if found.gone:
        raise errors.UploadGone
    # An answer that got lost, or a server that was killed after the last byte: it is finished now.
    part = _finish(found)
    response = tus.describe_length(tus.describe(HttpResponse(), found), found)
    response["Cache-Control"] = "no-store"
    return _tell_part(response, part)


def _patch(request: HttpRequest, found: Upload) -> HttpResponse:
    tus.check_body_type(request)
    offset = tus.number(request, "Upload-Offset")
    if offset is None:
        raise tus.malformed()
    with a_place():
        now = receive(
            upload_id=found.pk, offset=offset, source=cast(BinaryIO, request), announced=tus.body_length(request),
            length=tus.number(request, "Upload-Length"), checksum=tus.checksum(request),
        )  # fmt: skip
    part = _finish(now)
    return _tell_part(tus.describe(HttpResponse(status=204), now), part)


def _delete(request: HttpRequest, found: Upload) -> HttpResponse:
    if found.arrived:
        raise tus.Refused(403, _("This file is here already. Remove it on its page."))
    if found.held_for:
        leave_out(owner=found.owner, upload_id=found.pk)
    else:
        abandon(submission_id=found.owner, upload_id=found.pk)
    return HttpResponse(status=204)


VERBS: dict[str, Callable[[HttpRequest, Upload], HttpResponse]] = {
    "HEAD": _head,
    "PATCH": _patch,
    "DELETE": _delete,
}


def not_allowed(allowed: str) -> tus.Refused:
    return tus.Refused(405, _("This address only takes files."), allowed=allowed)


def _tell_part(response: HttpResponse, part: SealedPart | None) -> HttpResponse:
    if part is not None:
        response["Heard-Part"] = str(part.pk)
        response["Heard-Kind"] = str(part.kind)  # just made, it is more than a word: servers refuse that
    return response
