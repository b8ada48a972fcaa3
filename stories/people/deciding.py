"""Deciding on the bench, with what the register keeps of it: the same person gets the same stand-in, and no other's."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from stories.bench import decisions
from stories.bench.decisions import Change, Choice
from stories.enums import RedactionAction, RedactionKind
from stories.models import Submission
from stories.people.forms import names
from stories.people.pool import KINDS
from stories.people.register import Entry, Register, open_register, remember
from stories.people.stand_ins import StandIns, name_parts
from stories.redaction import RedactionRefused


def decide(*, story_id: UUID, part_id: UUID, choice: Choice, by: User) -> Change:
    """As `bench.decisions.decide`; a stand-in is remembered for the person or place. Also raises RedactionRefused for
    a stand-in that is another's already, or that is a name in the story itself."""
    with transaction.atomic():
        change = decisions.decide(story_id=story_id, part_id=part_id, choice=choice, by=by)
        if choice.action == RedactionAction.STAND_IN and choice.kind in KINDS:
            _remember(story_id, change, choice)
    return change


def _remember(story_id: UUID, change: Change, choice: Choice) -> None:
    register = open_register(story_id=story_id)
    language = Submission.objects.values_list("language", flat=True).get(pk=story_id)
    stand_ins = StandIns(register=register, layout=change.before, language=language)
    group = change.before.group(choice.group) if choice.group in change.before.met else None
    words, said = choice.words.strip(), choice.replacement.strip()
    accepted = group is not None and said == stand_ins.offer(group)
    entry = stand_ins.entry(group) if group is not None and accepted else register.of(words)
    whole = stand_ins.whole(choice.group) if accepted else said
    _refuse_anothers(register, entry, said)
    if choice.kind == RedactionKind.PERSON and set(names(said)) & name_parts(register, change.before):
        raise RedactionRefused(
            _("That is like a name in this story itself. Choose a stand-in that nobody in it has.")
        )
    remember(register=register, words=words, kind=choice.kind, stand_in=whole, of=entry)


def _refuse_anothers(register: Register, entry: Entry | None, said: str) -> None:
    own = set(names(said))
    for other in register.entries:
        if (entry is None or other.who != entry.who) and other.stand_in and own & set(names(other.stand_in)):
            raise RedactionRefused(
                _(
                    "That stands for somebody or somewhere else already. Choose another, or say under People and "
                    "places that the two are the same."
                )
            )
