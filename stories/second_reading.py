"""The second reading: somebody else reads the safe version against a list, and accepts it or sends it back."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common import audit
from stories import moderation
from stories.enums import Stage
from stories.locks import hold_story
from stories.models import Story
from stories.moderation import StageRefused
from stories.sealing import open_versions


class Point(models.TextChoices):
    """What must be true of a safe version. The values go to the log, so they are codes."""

    PEOPLE = "people", gettext_lazy("No name, nickname, initial or job title picks out a person.")
    PLACES = "places", gettext_lazy("No place, ward or organisation is named, and none can be worked out.")
    TIMES = "times", gettext_lazy("No exact date, age or number would let somebody look it up.")
    TOGETHER = (
        "together",
        gettext_lazy("Taken together, the details do not point to one person or one event."),
    )
    MEANING = "meaning", gettext_lazy("It still says what the teller says, in the teller's words.")
    COVER = "cover", gettext_lazy("Title, summary, themes and content notes fit, and give nothing away.")


def read_version(*, story: Story) -> dict[str, Any] | None:
    """The frozen safe document that stands for STORY now; None when there is none, or it no longer opens."""
    if story.current_version is None:
        return None
    return open_versions(versions=[story.current_version])[0]


def accept(*, story_id: UUID, met: Collection[str], by: User) -> Story:
    """Every point holds: on to the teller. Raises StageRefused."""
    if unmet := set(Point.values) - set(met):
        raise StageRefused(_("Accept it when every point is true. %d of them are not ticked.") % len(unmet))
    return moderation.accept_second_reading(story_id=story_id, by=by)


def send_back(*, story_id: UUID, met: Collection[str], by: User) -> Story:
    """To its editor again, with the points that do not hold in the log. Raises StageRefused."""
    unmet = [point.value for point in Point if point.value not in met]
    with transaction.atomic():
        hold_story(story_id=story_id)
        if not Story.objects.filter(pk=story_id, stage=Stage.SECOND_READING).exists():
            raise StageRefused(_("This story is not at its second reading any more."))
        story = moderation.send_back(story_id=story_id, by=by)
        code, data = story.reference, {"unmet": "+".join(unmet) or "none"}
        audit.record(action="heard.sent_back", user=by, reference=code, object_id=story.pk, data=data)
    return story
