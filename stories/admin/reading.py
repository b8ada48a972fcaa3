"""The safe version as a reader will meet it; at the second reading, with the list to answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stories import second_reading
from stories.admin.access import for_roles
from stories.admin.forms import ReadingForm
from stories.admin.page import draw
from stories.admin.story import find_story, signed_in
from stories.copies import recordings_in_version, waiting_copies
from stories.enums import Stage
from stories.models import Story
from stories.moderation import StageRefused
from stories.permissions import EDITORS
from stories.second_person import say_heard


@for_roles(*EDITORS)
@require_http_methods(["GET", "POST"])
def reading(request: HttpRequest, story_id: UUID) -> HttpResponse:
    story = find_story(story_id)
    form = ReadingForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answer(request, story, form):
        return redirect("stories_admin:story", story_id=story_id)
    document = second_reading.read_version(story=story)
    if document is None:
        messages.error(request, _("%s: there is no safe version to read now.") % story.reference)
        return redirect("stories_admin:story", story_id=story_id)
    return draw(
        request,
        "reading.html",
        title=_("Safe version"),
        story=story,
        document=document,
        version=story.current_version,
        recordings=recordings_in_version(story=story),
        waiting=waiting_copies(story=story),
        form=form,
        asked=story.stage == Stage.SECOND_READING,
        status=422 if form.errors else 200,
    )


def _answer(request: HttpRequest, story: Story, form: ReadingForm) -> bool:
    user, met = signed_in(request), form.cleaned_data["met"]
    try:
        if "hear" in request.POST:
            say_heard(story_id=story.pk, heard=request.POST.getlist("heard"), by=user)
            said = _("%s: the teller is asked about the recording now.")
        elif "accept" in request.POST:
            second_reading.accept(story_id=story.pk, met=met, by=user)
            said = _("%s: the teller is asked now.")
        else:
            second_reading.send_back(story_id=story.pk, met=met, by=user)
            said = _("%s: back with its editor.")
    except StageRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, said % story.reference)
    return True
