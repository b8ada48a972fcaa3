"""The editors' side of the messages with a teller."""

import re
from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stories.admin.access import for_roles
from stories.admin.page import draw
from stories.admin.reply_forms import ReplyForm
from stories.admin.sitting import asks_why
from stories.admin.story import find_story, signed_in
from stories.messages import MessageRefused, read_as_editor, write_as_editor
from stories.permissions import ANONYMISERS
from stories.replies import offered, reply_words

DATABASE_ID = re.compile(r"[0-9]{1,18}")


def _form(request: HttpRequest, *, language: str) -> ReplyForm:
    """With words from the list put behind what was typed, when that was asked for; nothing is sent by it."""
    replies = offered()
    if "begin" not in request.POST:
        return ReplyForm(request.POST or None, replies=replies)
    chosen = request.POST.get("reply", "")
    words = reply_words(reply_id=int(chosen), language=language) if DATABASE_ID.fullmatch(chosen) else ""
    typed = request.POST.get("text", "").strip()
    return ReplyForm(initial={"text": "\n\n".join(filter(None, [typed, words]))}, replies=replies)


@for_roles(*ANONYMISERS)
@require_http_methods(["GET", "POST"])
@asks_why
def messages(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """For the editor who has the story and the safeguarding lead; opening it is a look at sealed words."""
    story, user = find_story(story_id), signed_in(request)
    form = _form(request, language=story.submission.language)
    if request.method == "POST" and form.is_valid():
        try:
            write_as_editor(story_id=story_id, text=form.cleaned_data["text"], by=user)
            notices.success(request, _("%s: sent. They see it when they come back.") % story.reference)
            return redirect("stories_admin:messages", story_id=story_id)
        except MessageRefused as refusal:
            form.add_error("text", str(refusal))
    try:
        lines = read_as_editor(story_id=story_id, by=user)
    except MessageRefused as refusal:
        if not form.is_bound:
            notices.error(request, str(refusal))
            return redirect("stories_admin:story", story_id=story_id)
        lines = []  # somebody else took the story meanwhile: what was typed stays, to copy
    return draw(request, "messages.html", title=_("Messages"), story=story, lines=lines, form=form)
