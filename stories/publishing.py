"""Why a ready story is not on the website yet, in words for its editor. The gate itself is `releasable`."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stories.consent import ConsentState, consent_states
from stories.enums import Purpose, Stage
from stories.models import Story
from stories.stages import is_flagged


def publishing_obstacles(*, story: Story) -> list[str]:
    """Empty when the gate would let it through to the website now."""
    if is_flagged(story_id=story.pk):
        return [_("A safeguarding flag is open. It waits for a safeguarding lead.")]
    if Story.objects.filter(pk=story.pk).releasable(purpose=Purpose.WEBSITE).exists():
        return []
    approved = story.stage in (Stage.READY, Stage.PUBLISHED)
    reasons = [] if approved else [_("Its teller has not approved a version yet.")]
    website = next(s for s in consent_states(submission_id=story.pk) if s.purpose == Purpose.WEBSITE)
    reasons += consent_obstacles(website)
    return reasons or [_("What was approved is not what stands now. Hand it to a second reader again.")]


def consent_obstacles(state: ConsentState) -> list[str]:
    now = timezone.now()
    use = state.purpose.label
    if not state.granted or state.effective_at is None or state.expires_at is None:
        return [_("Its teller has not agreed to this use: %s.") % use]
    if state.effective_at > now:
        day = date_format(timezone.localtime(state.effective_at), "j F Y")
        return [_("Cooling off: their yes to “%(use)s” counts from %(day)s.") % {"use": use, "day": day}]
    if state.expires_at <= now:
        day = date_format(timezone.localtime(state.expires_at), "j F Y")
        return [_("Their yes to “%(use)s” ran out on %(day)s.") % {"use": use, "day": day}]
    return []
