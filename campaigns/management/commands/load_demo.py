"""manage.py load_demo: invented people, stories, a campaign and a pack, for development only."""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand

from accounts.demo import DemoPerson, load_people, password
from accounts.enums import Role
from accounts.models import User
from campaigns.demo import campaign_is_complete, demo_people, load_campaign, read_campaign
from stories.demo import Staff, load_stories
from transcription.demo import confirm_words, keep_words, make_copy
from transcription.demo_training import STORY, load_training


class Command(BaseCommand):
    help = "Load invented people, stories, a campaign and a pack. A second run changes nothing and takes a moment."

    def handle(self, *args: Any, **options: Any) -> None:
        data = read_campaign()
        people = demo_people(data)
        if not _can_sign_in(people):
            load_people(people=people)
            self.stdout.write(f"people: {len(people)} brought in line")
        if campaign_is_complete(data=data):
            self.stdout.write("demo content: it is all there")
            return
        staff = Staff(editor=_first(people, Role.EDITOR), second_reader=_first(people, Role.SECOND_READER))
        ids = load_stories(
            staff=staff, keep_words=keep_words, make_copy=make_copy, confirm_words=confirm_words
        )
        self.stdout.write(f"stories: {len(ids) or 'none'} added")
        if STORY in ids:
            trainer = _first(people, Role.TRAINER)
            load_training(
                story_id=ids[STORY], editor=staff.editor, second=staff.second_reader, trainer=trainer
            )
            self.stdout.write("training: one clip and one reel added")
        load_campaign(data=data, by=_first(people, Role.COORDINATOR), story_ids=ids or None)
        self.stdout.write("campaign: added, with a pack and its first edition")


def _can_sign_in(people: Sequence[DemoPerson]) -> bool:
    """All are there, and the shared password is still that: checking it for each would take seconds."""
    found = list(User.objects.filter(email__in=[person.email for person in people]))
    return len(found) == len(people) and found[0].check_password(password())


def _first(people: Sequence[DemoPerson], role: Role) -> User:
    return User.objects.get(email=next(person.email for person in people if role in person.roles))
