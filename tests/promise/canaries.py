"""Phrases that exist nowhere else, planted in stories that must not be seen."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from accounts.enums import Role
from common.vault.errors import KeyDestroyed
from stories import disclosure, refusals, safeguarding
from stories.enums import Form, Purpose, RedactionKind
from stories.flag_enums import FlagKind
from stories.models import RefusalReason, Story
from stories.people.register import new_entry, write_entries
from tests.stories.factories import make_story, make_user

# A state of tests.stories.factories, and the uses agreed to in it.
STATES: dict[str, tuple[Purpose, ...]] = {
    "sent": tuple(Purpose),
    "taken": tuple(Purpose),
    "written": tuple(Purpose),
    "handed": tuple(Purpose),
    "second_read": tuple(Purpose),
    "changes": tuple(Purpose),
    "refused": tuple(Purpose),
    "held": tuple(Purpose),
    "expired": tuple(Purpose),
    "withdrawn": tuple(Purpose),
    "erased": tuple(Purpose),
    "approved": (Purpose.COUNTED, Purpose.CONTACT),  # approved, but refused for every use that shows words
}
# Approved, and agreed to for one thing only, in the most that can be agreed to: no page, pack or list is that thing.
ELSEWHERE: dict[str, dict[str, object]] = {
    "training": {"purposes": (Purpose.TRAINING,), "form": Form.VIDEO},
    "press": {"purposes": (Purpose.PRESS,), "form": Form.VIDEO},
    "othertrust": {"purposes": (Purpose.NAMED_PACK,), "trust_code": "ZZU"},
}
# A published story whose hidden words are the canary.
REDACTED = "redacted"
FLAGGED = "flagged"
TURNED_DOWN = "turneddown"
# What somebody wrote about a safeguarding flag: for safeguarding leads' eyes, whatever else they may read.
NOTE = "qzxflagnotexzq"
# How every one of them may be reached: for nobody's eyes at all, whatever their role.
REACH = "qzxreachxzq@elsewhere.example"


@dataclass(frozen=True)
class Canary:
    state: str
    word: str
    story_id: UUID
    part_ids: tuple[UUID, ...]
    flag_id: int = 0
    disclosure_id: int = 0


def canary_word(state: str) -> str:
    """One word no page, library or taxonomy holds; letters only, so that no escaping hides it."""
    return f"qzxcanary{state.replace('_', '')}xzq"


def plant() -> list[Canary]:
    return list(_plant_each())


def _plant_each() -> Iterator[Canary]:
    for state, purposes in STATES.items():
        yield make_canary(state, state, purposes=purposes)
    for name, wish in ELSEWHERE.items():
        yield make_canary(name, "approved", **wish)
    word = canary_word(REDACTED)
    story = make_story(
        "published",
        text=f"A nurse called {word} held my hand.",
        hide=((word, "Robin"),),
        title="A hand to hold",
    )
    yield _canary(REDACTED, word, story.pk)
    yield _plant_flagged()
    yield _plant_turned_down()


def _plant_flagged() -> Canary:
    """Stopped at the safeguarding check, with notes, and a second person's yes to showing how to reach them."""
    canary = make_canary(FLAGGED, "taken")
    leads = [make_user(Role.SAFEGUARDING_LEAD) for _number in range(2)]
    flag = safeguarding.raise_flag(story_id=canary.story_id, kind=FlagKind.SELF, by=leads[0], note=NOTE)
    asked = disclosure.ask_for_contact(flag_id=flag.pk, reason=NOTE, by=leads[0])
    disclosure.answer_disclosure(
        disclosure_id=asked.pk, agreed=True, by=leads[1], tell_teller=False, why_not=NOTE
    )
    return replace(canary, flag_id=flag.pk, disclosure_id=asked.pk)


def make_canary(name: str, state: str, **wish: object) -> Canary:
    """A story in STATE with a word of its own in its text, title, summary and answers, and in its teller's notes."""
    word = canary_word(name)
    text = f"They called it {word}.\n\nNobody said the word {word} again, and I wrote it down."
    words = {"text": text, "title": f"About {word}", "summary": f"Of {word}", "note": word, "hide": ()}
    words |= {"said": f"Whoever knows {word}.", "reach": REACH}
    words |= {"answers": {"helped": f"Nobody but {word}."}, "about": f"I am {word}."}
    story_id = make_story(state, **words, **wish).pk
    _say_it_again(story_id, word)
    return _canary(name, word, story_id)


def _say_it_again(story_id: UUID, word: str) -> None:
    """In a message each way and in something added later, where the story still takes them."""
    from stories import additions, messages
    from stories.models import Story

    with contextlib.suppress(KeyDestroyed):
        named = new_entry(words=word, kind=RedactionKind.PERSON, stand_in="Robin Ashdale")
        write_entries(story_id=story_id, entries=[named])
    try:
        messages.write_as_teller(submission_id=story_id, text=f"I meant {word}.")
        additions.add_words(submission_id=story_id, text=f"And {word} came again.")
        editor = Story.objects.select_related("editor").get(pk=story_id).editor
        if editor is not None:
            messages.write_as_editor(story_id=story_id, text=f"Did you mean {word}?", by=editor)
    except (messages.MessageRefused, additions.AdditionRefused):
        return  # taken back: test_part_back and test_messages look at those


def _plant_turned_down() -> Canary:
    """Turned down, and somebody else asked to look; the word is in what both sides wrote about it."""
    canary = make_canary(TURNED_DOWN, "taken")
    row = {"title": "A reason", "words": "No.", "words_cy": "Na.", "can_do": "Ask.", "can_do_cy": "Gofyn."}
    reason = RefusalReason.objects.create(**row)
    editor = Story.objects.select_related("editor").get(pk=canary.story_id).editor
    assert editor is not None
    words = f"You speak of {canary.word}."
    refusals.turn_down(story_id=canary.story_id, reason_id=reason.pk, words=words, by=editor)
    refusals.appeal(submission_id=canary.story_id, words=f"I need {canary.word}.")
    return canary


def _canary(state: str, word: str, story_id: UUID) -> Canary:
    from stories.models import SealedPart

    parts = tuple(SealedPart.objects.filter(submission_id=story_id).values_list("pk", flat=True))
    return Canary(state, word, story_id, parts)
