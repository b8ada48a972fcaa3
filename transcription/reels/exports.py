"""One export: how its making goes, its files, and saying that every copy is gone."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Organisation
from common.jobs.enums import JobState
from common.jobs.errors import NotRetryable
from common.jobs.service import jobs_for, retry
from stories.admin.story import signed_in
from transcription.enums import ExportFileKind, ExportState
from transcription.library.access import for_trainers, under_terms
from transcription.library.frame import show
from transcription.models import ReelExport
from transcription.players import spoken_length
from transcription.reels.composing import verify_url
from transcription.reels.exporting import CannotExport, fail_export, start_export
from transcription.reels.reading import MIMES, NotReadable, download_name, may_be_opened, take_file
from transcription.reels.telling import confirm_destroyed
from transcription.reels.workshop import own_reel, reel_crumb, reels_crumb
from transcription.views.ranges import NEVER_KEPT


@under_terms
@require_POST
def start(request: HttpRequest, organisation: Organisation, reel_id: UUID) -> HttpResponse:
    found = own_reel(organisation, reel_id)
    try:
        burned = request.POST.get("captions") == "burned"
        made = start_export(reel_id=found.pk, by=signed_in(request), burned=burned)
    except CannotExport as cannot:
        messages.error(request, str(cannot))
        return redirect("training:reel", organisation.slug, reel_id)
    return redirect("training:export", organisation.slug, made.pk)


@for_trainers
@require_safe
def export(request: HttpRequest, organisation: Organisation, export_id: UUID) -> HttpResponse:
    """Without terms as well: what has to be destroyed must be readable when everything else is shut."""
    found = own_export(organisation, export_id)
    making = found.state == ExportState.RENDERING
    job = jobs_for(object_id=found.pk).filter(kind="render_reel").first() if making else None
    context = {
        "export": found,
        "readable": may_be_opened(export=found),
        "job": job,
        "stuck": job is not None and job.state == JobState.FAILED,
        "files": found.files.all(),
        "length": spoken_length(found.seconds),
        "verify_url": verify_url(found.verify_code),
    }
    title = _("%(reel)s, export %(number)s") % {"reel": found.frozen["title"], "number": found.number}
    crumbs = [reels_crumb(organisation), reel_crumb(found.reel)]
    return show(request, "export", organisation=organisation, title=title, crumbs=crumbs, context=context)


@under_terms
@require_safe
def download(
    request: HttpRequest, organisation: Organisation, export_id: UUID, kind: str
) -> HttpResponseBase:
    """Through the gate each time. The whole file, opened chunk by chunk, never shown inside the site."""
    found = own_export(organisation, export_id)
    if kind not in ExportFileKind.values:
        raise Http404
    _name, mime = MIMES[ExportFileKind(kind)]
    try:
        file = take_file(export=found, kind=ExportFileKind(kind), by=signed_in(request))
    except NotReadable:
        messages.error(request, _("This export may not be opened any more."))
        return redirect("training:export", organisation.slug, export_id)
    name = download_name(export=found, kind=ExportFileKind(kind))
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=mime)
    for header, value in NEVER_KEPT.items():
        answer.headers[header] = value
    answer.headers["Accept-Ranges"] = "none"
    return answer


@for_trainers
@require_safe
def manifest(request: HttpRequest, organisation: Organisation, export_id: UUID) -> JsonResponse:
    """Ids and hashes only, so it may be kept when the export is gone."""
    found = own_export(organisation, export_id)
    if not found.manifest:
        raise Http404
    name = f"manifest-export-{found.number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    answer = {"manifest": found.manifest, "sha256": found.sha256}
    return JsonResponse(answer, headers=headers, json_dumps_params={"indent": 1})


@under_terms
@require_POST
def again(request: HttpRequest, organisation: Organisation, export_id: UUID) -> HttpResponse:
    """Try a failed job again."""
    found = own_export(organisation, export_id)
    job = jobs_for(object_id=found.pk).filter(kind="render_reel").first()
    if job is None:
        raise Http404
    try:
        retry(job_id=job.pk, by=signed_in(request))
    except NotRetryable:
        messages.info(request, _("It is on its way already."))
    return redirect("training:export", organisation.slug, export_id)


@for_trainers
@require_POST
def stop(request: HttpRequest, organisation: Organisation, export_id: UUID) -> HttpResponse:
    """Give up an export that is still being made."""
    found = own_export(organisation, export_id)
    fail_export(export_id=found.pk, message=_("You stopped it before it was made."))
    return redirect("training:reel", organisation.slug, found.reel_id)


@for_trainers
@require_POST
def destroyed(request: HttpRequest, organisation: Organisation, export_id: UUID) -> HttpResponse:
    """Without terms as well: what was taken back is destroyed whether or not anything is agreed to today."""
    found = own_export(organisation, export_id)
    if confirm_destroyed(export_id=found.pk, by=signed_in(request)):
        messages.success(request, _("Thank you. The people in it can read that you did."))
    return redirect("training:export", organisation.slug, export_id)


def own_export(organisation: Organisation, export_id: UUID) -> ReelExport:
    exports = ReelExport.objects.filter(reel__organisation=organisation)
    return get_object_or_404(exports.select_related("reel__organisation"), pk=export_id)
