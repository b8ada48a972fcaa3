"""Safeguarding on the editors' side: what waits for a lead, one flag with its guidance, and raising one."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.paginator import WagtailPaginator

from accounts.enums import Role
from common.vault.keys import KeyDestroyed
from pages.models import StaffNote
from pages.staff_notes import find_note
from stories import disclosure, safeguarding
from stories.admin.access import for_roles
from stories.admin.page import draw
from stories.admin.safeguarding_forms import (
    AnswerContactForm,
    AskContactForm,
    ClearForm,
    RaiseForm,
    StepForm,
)
from stories.admin.story import find_story, signed_in
from stories.contact import Avoid, Channel
from stories.flag_enums import DisclosureState, FlagKind, FlagState, SafeguardingStep
from stories.models import ContactDisclosure, SafeguardingFlag
from stories.moderation import StageRefused
from stories.permissions import EDITORS

LEAD = Role.SAFEGUARDING_LEAD
PAGE_SIZE = 25


@for_roles(LEAD)
@require_GET
def flags(request: HttpRequest) -> HttpResponse:
    """Codes, kinds and times; never a word."""
    cleared = request.GET.get("state") == FlagState.CLEARED
    rows = safeguarding.cleared_flags() if cleared else safeguarding.open_flags()
    page = WagtailPaginator(rows, PAGE_SIZE).get_page(request.GET.get("p"))
    return draw(
        request,
        "flags.html",
        title=_("Safeguarding"),
        page_obj=page,
        elided_page_range=page.paginator.get_elided_page_range(page.number),
        cleared=cleared,
        now=timezone.now(),
        alone=safeguarding.safeguarding_leads().count() < 2,
    )


@for_roles(*EDITORS)
@require_http_methods(["GET", "POST"])
def raise_flag(request: HttpRequest, story_id: UUID) -> HttpResponse:
    story, form = find_story(story_id), RaiseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind, note = FlagKind(form.cleaned_data["kind"]), form.cleaned_data["note"]
        try:
            safeguarding.raise_flag(story_id=story_id, kind=kind, note=note, by=signed_in(request))
        except StageRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%s waits for a safeguarding lead now.") % story.reference)
            return redirect("stories_admin:story", story_id=story_id)
    return draw(
        request,
        "raise_flag.html",
        title=_("Raise a safeguarding flag"),
        story=story,
        form=form,
        guidance=_guidance(),
        status=422 if form.errors else 200,
    )


@for_roles(LEAD)
@require_http_methods(["GET", "POST"])
def flag(request: HttpRequest, story_id: UUID, flag_id: int) -> HttpResponse:
    """One flag. A POST takes it over, writes down a step, or clears it."""
    found = _find(story_id, flag_id)
    form = _sent_form(request, StepForm, ClearForm)
    taken = request.method == "POST" and "take" in request.POST
    if taken or (form is not None and form.is_valid()):
        given = {"step": SafeguardingStep.TAKEN} if form is None else form.cleaned_data
        step = SafeguardingStep(given["step"])
        said = (given.get("words", ""), given.get("later", ""))
        try:
            safeguarding.take_step(
                flag_id=flag_id, step=step, by=signed_in(request), words=said[0], later=said[1]
            )
        except StageRefused as refusal:
            _refuse(request, form, refusal)
        else:
            messages.success(request, f"{found.story.reference}: {step.label}.")
            return redirect("stories_admin:flag", story_id=story_id, flag_id=flag_id)
    return _draw_flag(request, found, form)


@for_roles(LEAD)
@require_GET
def flag_notes(request: HttpRequest, story_id: UUID, flag_id: int) -> HttpResponse:
    """What was written about it, opened and logged like any sealed words."""
    found, user = _find(story_id, flag_id), signed_in(request)
    try:
        notes = safeguarding.read_notes(flag=found, by=user)
        reasons = disclosure.reasons(flag=found, by=user)
    except KeyDestroyed:
        raise Http404 from None
    asked = [(row, *reasons[row.pk]) for row in found.disclosures.select_related("asked_by", "answered_by")]
    return draw(
        request,
        "flag_notes.html",
        title=_("Notes about this flag"),
        story=found.story,
        flag=found,
        notes=notes,
        asked=asked,
    )


@for_roles(LEAD)
@require_POST
def ask_contact(request: HttpRequest, story_id: UUID, flag_id: int) -> HttpResponse:
    found, form = _find(story_id, flag_id), AskContactForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        said = _("A second safeguarding lead has to agree now.")
        return _after(
            request,
            found,
            form,
            lambda: disclosure.ask_for_contact(flag_id=flag_id, reason=reason, by=signed_in(request)),
            said=said,
        )
    return _draw_flag(request, found, form)


@for_roles(LEAD)
@require_POST
def answer_contact(request: HttpRequest, story_id: UUID, flag_id: int, disclosure_id: int) -> HttpResponse:
    found, form = _find(story_id, flag_id, disclosure_id), AnswerContactForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        return _after(
            request,
            found,
            form,
            lambda: disclosure.answer_disclosure(
                disclosure_id=disclosure_id,
                agreed=given["agreed"] == "yes",
                tell_teller=not given["untold"],
                why_not=given["why_not"],
                by=signed_in(request),
            ),
            said=_("Your answer is kept."),
        )
    return _draw_flag(request, found, form)


@for_roles(LEAD)
@require_POST
def show_contact(request: HttpRequest, story_id: UUID, flag_id: int, disclosure_id: int) -> HttpResponse:
    """The one answer that holds an address: to a POST, never kept by a browser, and never given twice."""
    found = _find(story_id, flag_id, disclosure_id)
    try:
        wish = disclosure.show_contact(disclosure_id=disclosure_id, by=signed_in(request))
    except (StageRefused, KeyDestroyed) as refusal:
        messages.error(request, str(refusal))
        return redirect("stories_admin:flag", story_id=story_id, flag_id=flag_id)
    return draw(
        request,
        "contact_shown.html",
        title=_("How the teller may be reached"),
        story=found.story,
        flag=found,
        wish=wish,
        channel=Channel(wish.channel).label,
        avoid=[Avoid(time).label for time in wish.avoid],
    )


def _guidance(kind: FlagKind | None = None) -> list[StaffNote]:
    """What this kind asks for, then what always holds."""
    notes = [find_note(f"safeguarding-{kind.value}") if kind else None, find_note("safeguarding")]
    return [note for note in notes if note is not None]


def _find(story_id: UUID, flag_id: int, disclosure_id: int | None = None) -> SafeguardingFlag:
    """Raises Http404, also for the flag of another story, and when its story was taken back."""
    try:
        found = safeguarding.find_flag(flag_id=flag_id)
        if disclosure_id is not None:
            found.disclosures.get(pk=disclosure_id)
    except (SafeguardingFlag.DoesNotExist, ContactDisclosure.DoesNotExist):
        raise Http404 from None
    if found.story_id != story_id:
        raise Http404
    return found


def _sent_form(request: HttpRequest, *kinds: type[forms.Form]) -> forms.Form | None:
    """Of several forms on the page the one that was sent: its button has its prefix for a name."""
    if request.method != "POST":
        return None
    return next((kind(request.POST) for kind in kinds if str(kind.prefix) in request.POST), None)


def _refuse(request: HttpRequest, form: forms.Form | None, refusal: StageRefused) -> None:
    if form is None:
        messages.error(request, str(refusal))
    else:
        form.add_error(None, str(refusal))


def _after(
    request: HttpRequest,
    found: SafeguardingFlag,
    form: forms.Form,
    do: Callable[[], object],
    *,
    said: str,
) -> HttpResponse:
    try:
        do()
    except StageRefused as refusal:
        form.add_error(None, str(refusal))
        return _draw_flag(request, found, form)
    messages.success(request, f"{found.story.reference}: {said}")
    return redirect("stories_admin:flag", story_id=found.story_id, flag_id=found.pk)


def _draw_flag(request: HttpRequest, found: SafeguardingFlag, sent: forms.Form | None) -> HttpResponse:
    """With the form that was SENT where it has errors, and fresh ones elsewhere: nothing that was typed is lost."""
    fresh = {"step": StepForm, "clear": ClearForm, "ask": AskContactForm, "answer": AnswerContactForm}
    shown = {name: sent if isinstance(sent, kind) else kind() for name, kind in fresh.items()}
    user, rows = signed_in(request), list(found.disclosures.select_related("asked_by", "answered_by"))
    return draw(
        request,
        "flag.html",
        title=str(FlagKind(found.kind).label),
        story=found.story,
        flag=found,
        parts=list(found.parts.all()),
        notes=list(found.notes.select_related("by")),
        disclosures=rows,
        asked=next((row for row in rows if row.state == DisclosureState.ASKED), None),
        agreed=next((row for row in rows if row.state == DisclosureState.AGREED), None),
        may_ask=disclosure.may_be_asked(flag=found),
        guidance=_guidance(FlagKind(found.kind)),
        is_open=found.state == FlagState.OPEN,
        mine=found.owner_id == user.pk,
        now=timezone.now(),
        **{f"{name}_form": form for name, form in shown.items()},
        status=422 if sent is not None and sent.errors else 200,
    )
