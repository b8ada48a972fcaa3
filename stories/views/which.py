"""Which sent story a page is about. Two tabs may show two, on a shared device even of two people."""

from django.http import HttpRequest

from common.typed import sent_fields
from stories.enums import SubmissionState
from stories.models import Submission
from stories.references import read_id
from stories.tellers import STORY_KEY, story_in_hand


def names_a_story(request: HttpRequest) -> bool:
    """Whether a form says which story it is about (templates/stories/back/which.html)."""
    return bool(sent_fields(request).get("story"))


def story_of_page(request: HttpRequest, *, told: list[Submission]) -> Submission | None:
    """Of what was TOLD, the sent one that the form names, or else the session's. None when it names no such story."""
    if not names_a_story(request):
        return story_in_hand(request, told=told)
    named = read_id(sent_fields(request).get("story", ""))
    found = next((each for each in told if each.pk == named and each.state != SubmissionState.DRAFT), None)
    if found is not None:
        request.session[STORY_KEY] = str(found.pk)
    return found
