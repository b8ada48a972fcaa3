"""Working on a reel: its words, its clips, their order. It holds ids; what may be shown is asked each time."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from transcription.clips.door import TrainingClip
from transcription.library.finding import find_clip, find_these
from transcription.models import Reel, ReelItem

MOST_CLIPS = 20


class CannotAdd(Exception):
    """Said to the person who asked."""


@dataclass(frozen=True)
class Placed:
    """One place in a reel; `clip` is None when it may not be used any more, and then nothing of it is shown."""

    item: ReelItem
    clip: TrainingClip | None

    @property
    def title(self) -> str:
        return self.item.title or (self.clip.title if self.clip else "")


def create_reel(*, organisation: Organisation, title: str, by: User | None) -> Reel:
    return Reel.objects.create(organisation=organisation, title=title, created_by=by)


def add_clip(*, reel: Reel, clip_id: UUID) -> ReelItem:
    """At its end; a clip that is in it already stays where it is. Raises CannotAdd, NoTerms."""
    clip = find_clip(organisation_id=reel.organisation_id, clip_id=clip_id)
    if clip is None:
        raise CannotAdd(_("This clip may not be used any more."))
    with transaction.atomic():
        lock_reel(reel_id=reel.pk)
        places = list(reel.items.all())
        if len(places) >= MOST_CLIPS and clip_id not in {each.clip_id for each in places}:
            raise CannotAdd(_("A reel holds twenty clips at the most. Take one out first."))
        last = places[-1].position if places else 0
        values = {"story_id": clip.story_id, "position": last + 1}
        return ReelItem.objects.get_or_create(reel=reel, clip_id=clip_id, defaults=values)[0]


def lock_reel(*, reel_id: UUID) -> Reel:
    """One person rearranges, or one export of it is started or issued, at a time."""
    return Reel.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=reel_id)


def drop(*, reel_id: UUID, item_id: int) -> None:
    ReelItem.objects.filter(reel_id=reel_id, pk=item_id).delete()


def name_item(*, reel_id: UUID, item_id: int, title: str) -> None:
    """The trainer's own title for its card; empty for the clip's."""
    ReelItem.objects.filter(reel_id=reel_id, pk=item_id).update(title=" ".join(title.split())[:80])


def move(*, reel_id: UUID, item_id: int, by: int) -> None:
    """BY places up (negative) or down; the ends stop it. ReelItem.DoesNotExist."""
    with transaction.atomic():
        reel = lock_reel(reel_id=reel_id)
        item = reel.items.get(pk=item_id)
        order = list(reel.items.all())
        place = order.index(item)
        order.insert(max(0, min(len(order) - 1, place + by)), order.pop(place))
        for position, each in enumerate(order, start=1):
            each.position = position
        ReelItem.objects.bulk_update(order, ["position"])


def lay_out(*, reel: Reel) -> list[Placed]:
    """Every place in order; the same number of queries however many. Raises NoTerms."""
    items = list(reel.items.all())
    clips = find_these(organisation_id=reel.organisation_id, clip_ids=[item.clip_id for item in items])
    return [Placed(item, clips.get(item.clip_id)) for item in items]


def questions_of(text: str) -> tuple[str, ...]:
    """One to a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
