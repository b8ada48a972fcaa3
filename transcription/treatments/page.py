"""The editors' page on which one recording's treatment is chosen. No sealed word is opened on it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stories.admin.access import for_roles
from stories.admin.page import head_of
from stories.admin.story import find_story, signed_in
from stories.parts import PartMissing
from stories.permissions import ANONYMISERS
from transcription.enums import Picture
from transcription.models import Recording
from transcription.treatments.choosing import CannotTreat, choose_treatment
from transcription.treatments.chosen import chosen_for, pictures_on_offer
from transcription.treatments.forms import TreatmentForm, initial_of


@for_roles(*ANONYMISERS)
@require_http_methods(["GET", "POST"])
def treatment(request: HttpRequest, story_id: UUID, part_id: UUID) -> HttpResponse:
    """What was typed stays when it is refused."""
    story = find_story(story_id)
    recording = Recording.objects.filter(part_id=part_id, story_id=story_id, erased_at=None).first()
    if recording is None:
        raise Http404
    form = TreatmentForm(
        request.POST or None, initial=initial_of(chosen_for(recording)), pictures=offered(recording)
    )
    if request.method == "POST" and form.is_valid():
        try:
            choose_treatment(part_id=part_id, chosen=form.chosen(), by=signed_in(request))
        except CannotTreat as cannot:
            form.add_error(None, str(cannot))
        except PartMissing:
            raise Http404 from None
        else:
            messages.success(request, _("From now on it is treated like this."))
            return redirect("stories_admin:story", story_id=story_id)
    page = head_of(title=_("How a recording is treated"), story=story) | {
        "form": form,
        "part_id": part_id,
        "has_picture": recording.has_picture,
        "has_copies": recording.safe_copies.filter(stale_at=None).exists(),
    }
    status = 422 if form.errors else 200
    return render(request, "transcription/treatment.html", page, status=status)


def offered(recording: Recording) -> list[Picture]:
    """Raises Http404."""
    try:
        return pictures_on_offer(recording)
    except PartMissing:
        raise Http404 from None
