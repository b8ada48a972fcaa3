"""What may stand in a word list, and which list a recording is heard with."""

import re
from collections.abc import Sequence
from uuid import UUID

from accounts.enums import OrganisationKind
from stories.parts import group_of
from transcription.models import WordList

LONGEST = 400  # characters: Whisper takes about 200 pieces of words beside what it writes
LONGEST_ENTRY = 40
NOT_WORDS = re.compile(r"[^\w\s'’().&/-]|_")


class NotWords(Exception):
    """The message says what to change."""


def tidy_words(text: str) -> str:
    """One entry a line, each once, in the order given. Raises NotWords."""
    first: dict[str, str] = {}
    for entry in re.split(r"[\n,;]", text):
        if tidy := " ".join(entry.split()):
            first.setdefault(tidy.casefold(), tidy)
    check_words(found := list(first.values()))
    return "\n".join(found)


def check_words(found: Sequence[str]) -> None:
    """Raises NotWords."""
    if not found:
        raise NotWords("Write at least one word.")
    for entry in found:
        if NOT_WORDS.search(entry):
            raise NotWords(f"Letters and numbers only: “{entry}” has something else in it.")
        if len(entry) > LONGEST_ENTRY:
            raise NotWords(
                f"“{entry}” is too long: names and single words, up to {LONGEST_ENTRY} characters each."
            )
    if (over := len(", ".join(found)) - LONGEST) > 0:
        raise NotWords(f"Whisper can take {LONGEST} characters: leave out {over}.")


def words_for(*, story_id: UUID) -> tuple[str, ...]:
    """The list of the group that brought the story in, if it has one; else that of the host."""
    lists = WordList.objects.all()
    group = group_of(submission_id=story_id)
    own = lists.filter(organisation_id=group).first() if group else None
    chosen = own or lists.filter(organisation__kind=OrganisationKind.HOST).first()
    return tuple(chosen.words.split("\n")) if chosen else ()
