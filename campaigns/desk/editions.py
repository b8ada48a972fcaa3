"""One edition: how its making goes, its link and files, and who was given it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from campaigns.desk.pages import edition_crumbs, show
from campaigns.enums import EditionState, Format, HandedOver
from campaigns.forms import DeliveryForm, LinkForm, PassOnForm
from campaigns.models import Edition, EditionFile, Feedback
from campaigns.packs.changes import in_words
from campaigns.packs.deliveries import hand_over
from campaigns.packs.editions import fail_edition
from campaigns.packs.feedback import leave, pass_on
from campaigns.packs.links import make_link
from campaigns.packs.reading import NotReadable, may_be_read
from campaigns.permissions import coordinator_required, own_edition, signed_in
from campaigns.views.editions import file_response
from common.jobs.enums import JobState
from common.jobs.errors import NotRetryable
from common.jobs.service import jobs_for, retry

SHOWN = 20  # readings
OVER = gettext_lazy("This edition has been taken back or replaced. It cannot be opened or handed on.")


@coordinator_required
@require_safe
def edition(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    return _page(request, own_edition(user=request.user, pk=edition_id), form=DeliveryForm())


def _page(
    request: HttpRequest,
    found: Edition,
    *,
    form: DeliveryForm,
    link_form: LinkForm | None = None,
    link: str = "",
    passcode: str = "",
    settling: dict[int, PassOnForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    making = found.state == EditionState.RENDERING
    job = jobs_for(object_id=found.pk).filter(kind="render_edition").first() if making else None
    context = {
        "edition": found,
        "readable": may_be_read(edition=found),
        "job": job,
        "stuck": job is not None and job.state == JobState.FAILED,
        "changes": in_words(found.changes),
        "files": _files(found),
        "deliveries": found.deliveries.all(),
        "feedback": [
            (said, (settling or {}).get(said.pk) or pass_on_form(said)) for said in found.feedback.all()
        ],
        "form": form,
        "link": link,
        "passcode": passcode,
        "link_form": link_form or LinkForm(),
        "readings": found.readings.all()[:SHOWN],
        "read": found.readings.count(),
        "verify_url": request.build_absolute_uri(reverse("campaigns:verify", args=[found.verify_code])),
    }
    title = _("%(pack)s, edition %(number)s") % {"pack": found.frozen["title"], "number": found.number}
    return show(request, "edition", title=title, crumbs=edition_crumbs(found), status=status, context=context)


def _files(found: Edition) -> list[tuple[EditionFile, str]]:
    """Those that there are, each with its address."""
    made = found.files.exclude(name="")
    return [(each, reverse(f"packs:{each.format}", args=[found.pk])) for each in made]


@coordinator_required
@require_POST
def link(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """A new secret link and its passcode, shown in this one answer and never again."""
    found = own_edition(user=request.user, pk=edition_id)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=DeliveryForm(), link_form=form, status=422)
    try:
        made = make_link(
            edition_id=found.pk, by=signed_in(request), expires_on=form.cleaned_data["expires_on"]
        )
    except NotReadable:
        messages.error(request, str(OVER))
        return redirect("packs:edition", edition_id)
    address = request.build_absolute_uri(reverse("campaigns:edition", args=[made.token]))
    found.refresh_from_db()
    return _page(request, found, form=DeliveryForm(), link=address, passcode=made.passcode)


@coordinator_required
@require_POST
def deliver(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    found = own_edition(user=request.user, pk=edition_id)
    form = DeliveryForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    data = form.cleaned_data
    try:
        hand_over(
            edition_id=found.pk,
            recipient=data["recipient"],
            how=HandedOver(data["how"]),
            on=data["on"],
            email=data["email"],
            by=signed_in(request),
        )
    except NotReadable:
        messages.error(request, str(OVER))
    else:
        messages.success(
            request, _("Written down. The tellers can see that a copy went out, and to which job.")
        )
    return redirect("packs:edition", edition_id)


def pass_on_form(said: Feedback, given: QueryDict | None = None) -> PassOnForm:
    words = {"promise": said.will_do, "owner": said.job}
    return PassOnForm(given, initial=words, prefix=f"said-{said.pk}")


@coordinator_required
@require_POST
def settle(request: HttpRequest, edition_id: UUID, feedback_id: int) -> HttpResponse:
    """Pass a reader's answer on to the tellers, or leave it."""
    found = own_edition(user=request.user, pk=edition_id)
    said = get_object_or_404(found.feedback, pk=feedback_id)
    if request.POST.get("settle") != "pass_on":
        leave(feedback=said, by=signed_in(request))
        return redirect(f"{reverse('packs:edition', args=[edition_id])}#feedback")
    form = pass_on_form(said, request.POST)
    if not form.is_valid():
        return _page(request, found, form=DeliveryForm(), settling={said.pk: form}, status=422)
    pass_on(feedback=said, by=signed_in(request), **form.cleaned_data)
    return redirect(f"{reverse('packs:edition', args=[edition_id])}#feedback")


@coordinator_required
@require_safe
def file(request: HttpRequest, edition_id: UUID, wanted: Format) -> HttpResponseBase:
    found = own_edition(user=request.user, pk=edition_id)
    try:
        return file_response(found, wanted)
    except NotReadable:
        messages.error(request, str(OVER))
        return redirect("packs:edition", edition_id)


@coordinator_required
@require_safe
def manifest(request: HttpRequest, edition_id: UUID) -> JsonResponse:
    """Ids and hashes only, so it may be kept when the edition is gone."""
    found = own_edition(user=request.user, pk=edition_id)
    if not found.manifest:
        raise Http404
    answer = {"manifest": found.manifest, "sha256": found.sha256}
    name = f"manifest-edition-{found.number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return JsonResponse(answer, headers=headers, json_dumps_params={"indent": 1})


@coordinator_required
@require_POST
def again(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Try a failed job again."""
    found = own_edition(user=request.user, pk=edition_id)
    job = jobs_for(object_id=found.pk).filter(kind="render_edition").first()
    if job is None:
        raise Http404
    try:
        retry(job_id=job.pk, by=signed_in(request))
    except NotRetryable:
        messages.info(request, _("It is on its way already."))
    return redirect("packs:edition", edition_id)


@coordinator_required
@require_POST
def stop(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Give up an edition that is still being made."""
    found = own_edition(user=request.user, pk=edition_id)
    fail_edition(edition_id=found.pk, message=_("You stopped it before it was issued."))
    return redirect("packs:pack", found.pack_id)
