"""A story's page: a closed cover, what to do next, and its ledgers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.permissions import roles_of
from common import audit
from stories.additions import added_parts
from stories.admin.access import for_roles
from stories.admin.flag_panels import flags_of_story
from stories.admin.ledgers import describe_consents, describe_log
from stories.admin.page import draw
from stories.admin.rows import describe_stories
from stories.care import remind
from stories.consent import consent_states
from stories.enums import DONE, Decision, Stage
from stories.messages import may_write, unread_by_editors
from stories.models import Approval, Story
from stories.moderation import OPEN_TO_EDITS, StageRefused, has_taken
from stories.not_this_one import is_left
from stories.permissions import ANONYMISERS, EDITORS
from stories.publishing import publishing_obstacles
from stories.refusals import may_decide_about
from stories.release import NotReleasable, releases_of
from stories.second_reading import sent_back_notes
from stories.steps import steps_open_to, take_step
from stories.themes import theme_label
from stories.understanding import said_something
from stories.workbench import last_answer, may_open

LOG_ROWS = 50


def find_story(story_id: UUID) -> Story:
    """Raises Http404."""
    stories = Story.objects.select_related("submission", "editor", "current_version__anonymised_by", "draft")
    found: Story = get_object_or_404(stories, pk=story_id)
    return found


def signed_in(request: HttpRequest) -> User:
    """Behind `for_roles` there is always somebody."""
    assert isinstance(request.user, User)  # noqa: S101  narrows for mypy; the decorator made sure
    return request.user


@for_roles(*EDITORS)
@require_GET
def story(request: HttpRequest, story_id: UUID) -> HttpResponse:
    found, user = find_story(story_id), signed_in(request)
    return draw(
        request,
        "story.html",
        title=found.reference,
        story=found,
        row=describe_stories(Story.objects.filter(pk=story_id))[0],
        steps=steps_open_to(user=user, story=found),
        may_open=may_open(story=found, by=user) and not roles_of(user).isdisjoint(ANONYMISERS),
        obstacles=publishing_obstacles(story=found) if found.stage == Stage.READY else [],
        consents=describe_consents(consent_states(submission_id=story_id)),
        said_something=said_something(submission_id=story_id),
        releases=releases_of(story_id=story_id),
        log=describe_log(audit.entries_for(story_id)[:LOG_ROWS]),
        letters=unread_by_editors(story_ids=[story_id]).get(story_id, 0),
        may_write=may_write(story=found, by=user),
        added=added_parts(submission_id=story_id),
        parts_back=found.submission.withdrawals.exclude(part_id=None),
        reminder=remind(story_id=story_id, by=user) if found.stage not in DONE else None,
        left_to_others=is_left(story_id=story_id, by=user),
        **_work(found, user),
        **flags_of_story(story=found, user=user),
        may_decide=may_decide_about(story=found, by=user),
    )


def _work(found: Story, user: User) -> dict[str, Any]:
    """What the teller asked for, and whose work it is."""
    answer = last_answer(story_id=found.pk)
    asks = answer is not None and answer.decision != Decision.APPROVED and found.current_version is None
    return {
        "mine": has_taken(story=found, by=user),
        "described": bool(getattr(found, "draft", None) and found.draft.sealed),
        "has_version": found.current_version is not None,
        "answer": answer if asks else None,
        "unfitting": [theme_label(slug=slug) for slug in answer.unfitting] if asks and answer else [],
        "reader_wrote": found.stage in OPEN_TO_EDITS and sent_back_notes(story_id=found.pk),
        "refused": isinstance(answer, Approval) and answer.decision == Decision.REFUSED,
    }


@for_roles(*EDITORS)
@require_POST
def step(request: HttpRequest, story_id: UUID, slug: str) -> HttpResponse:
    """One step of STEPS. Whatever it refuses is said on the story's page; nothing is lost."""
    found = find_story(story_id)
    try:
        done = take_step(slug=slug, story_id=story_id, by=signed_in(request))
    except (StageRefused, NotReleasable) as refusal:
        reasons = publishing_obstacles(story=found) if isinstance(refusal, NotReleasable) else [str(refusal)]
        for reason in reasons:
            messages.error(request, f"{found.reference}: {reason}")
    else:
        messages.success(request, f"{found.reference}: {done.done}")
    return redirect("stories_admin:story", story_id=story_id)
