"""The safe version as a reader will meet it; at the second reading, with the mosaic check and the list to answer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common.vault.errors import KeyDestroyed
from stories import second_reading
from stories.admin.access import for_roles
from stories.admin.forms import ReadingForm
from stories.admin.page import draw
from stories.admin.rows import describe_stories
from stories.admin.sitting import asks_why
from stories.admin.story import find_story, signed_in
from stories.checklist import CONCERNS
from stories.copies import recordings_in_version, waiting_copies
from stories.enums import Stage
from stories.models import Story
from stories.moderation import StageRefused
from stories.mosaic import look_at_mosaic
from stories.permissions import ANONYMISERS, EDITORS
from stories.second_person import say_heard, worked_on
from stories.second_reading import ListNotAnswered, read_for_editor


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
    reading_now = story.stage == Stage.SECOND_READING
    asked = reading_now and not worked_on(story=story, by=signed_in(request))
    if asked and request.method == "GET":
        second_reading.note_read(story=story, by=signed_in(request))
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
        asked=asked or (reading_now and form.is_bound),
        own_work=reading_now and not asked,
        mosaic=look_at_mosaic(story=story, document=document) if asked else None,
        status=422 if form.errors else 200,
    )


def _answer(request: HttpRequest, story: Story, form: ReadingForm) -> bool:
    user, replies, sha256 = signed_in(request), form.replies(), form.cleaned_data["sha256"]
    try:
        if "hear" in request.POST:
            say_heard(story_id=story.pk, heard=request.POST.getlist("heard"), by=user)
            said = _("%s: the teller is asked about the recording now.")
        elif "accept" in request.POST:
            second_reading.accept(story_id=story.pk, replies=replies, by=user, sha256=sha256)
            said = _("%s: the teller is asked now.")
        else:
            second_reading.send_back(story_id=story.pk, replies=replies, by=user, sha256=sha256)
            said = _("%s: back with its editor.")
    except StageRefused as refusal:
        form.add_error(None, str(refusal))
        if isinstance(refusal, ListNotAnswered):
            form.say_missing(refusal.missing)
        return False
    messages.success(request, said % story.reference)
    return True


@for_roles(*ANONYMISERS)
@require_GET
@asks_why
def reading_notes(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """What the second reader wrote when they sent it back: it may repeat a name, so it is a logged look."""
    story = find_story(story_id)
    try:
        read = read_for_editor(story_id=story_id, by=signed_in(request))
    except (Story.DoesNotExist, KeyDestroyed):
        raise Http404 from None
    if read is None:
        raise Http404
    doubts = [(CONCERNS[point], reply.note) for point, reply in read.doubts]
    row = describe_stories(Story.objects.filter(pk=story_id))[0]
    title = _("What the second reader wrote")
    return draw(request, "reading_notes.html", title=title, story=story, read=read, doubts=doubts, row=row)
