"""No sealed word is shown to anybody of the editors' side without a line in the log: who, when, what, and why.

Every address is asked, from the URL configuration: one that is added later is asked without anybody thinking of it.
"""

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from accounts.enums import Role
from accounts.models import User
from stories import looks, messages
from stories.enums import Why
from stories.models import Story
from tests.promise.addresses import every_address
from tests.stories.factories import look_through, make_story, make_user, sign_in

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])

WORD = "brackenmoor"
HIDE = ((f"Nurse {WORD}", "a nurse"), (WORD, ""))
WRITTEN = {"text": f"Nurse {WORD} came. I said {WORD} to nobody.", "hide": HIDE}
# What names the thing that was looked at; each is an id, or stands for the one there is of it.
WHAT = {"part", "note", "messages", "register", "asked", "appeal", "flag", "version", "reading"}


def stories_at_every_stage() -> list[Story]:
    """With the word hidden in each, and said again in whatever else their people write."""
    found = [
        make_story(state, note=f"Leave {WORD} out.", said=f"Whoever knows {WORD}.", **WRITTEN)
        for state in ("sent", "written", "handed", "changes", "published", "held")
    ]
    for story in found:
        messages.write_as_teller(submission_id=story.pk, text=f"I meant {WORD}.")
        look_through(story)
    return found


def parameters(found: list[Story]) -> dict[str, list[str]]:
    """What stands at the same place belongs together."""
    answers = [story.versions.values_list("approvals__pk", flat=True).last() or 0 for story in found]
    flags = [story.flags.values_list("pk", flat=True).first() or 0 for story in found]
    return {
        "story_id": [str(story.pk) for story in found],
        "part_id": [str(story.submission.parts.first().pk) for story in found],
        "approval_id": [str(pk) for pk in answers],
        "flag_id": [str(pk) for pk in flags],
        "disclosure_id": ["1"] * len(found),
        "UUIDConverter:pk": [str(story.pk) for story in found],
        "StringConverter:pk": [str(story.pk) for story in found],
        "object_id": [str(story.pk) for story in found],
    }


def default_of(ids: list[str]) -> dict[str, list[str]]:
    return {
        "UUIDConverter": ids,
        "IntConverter": ["1"],
        "SlugConverter": ["stories"],
        "StringConverter": ["stories"],
        "PathConverter": ["stories"],
        "regex": ["1"],
    }


def entries_of(user: User) -> set[int]:
    return set(ModelLogEntry.objects.filter(user=user).values_list("pk", flat=True))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SAFEGUARDING_LEAD])
def test_whatever_shows_a_sealed_word_wrote_down_the_look(role: Role) -> None:
    found = stories_at_every_stage()
    user = make_user(role)
    for story in found:
        looks.sit_down(story_id=story.pk, why=Why.ANONYMISING, by=user)
    client = sign_in(Client(raise_request_exception=False), user)
    ids = [str(story.pk) for story in found]
    shown, silent = set(), []
    for address in every_address(values=parameters(found), default=default_of(ids)):
        if not address.ours or not any(pk in address.path for pk in ids):
            continue
        before = entries_of(user)
        response = client.get(address.path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if WORD.encode() not in body.lower():
            continue
        shown.add(address.path.rsplit("/", 2)[-2])
        new = ModelLogEntry.objects.filter(pk__in=entries_of(user) - before)
        if not any(_says_it_all(entry) for entry in new):
            silent.append(address.path)
    assert not silent
    assert len(shown) >= 4, "the walk found the screens that show sealed words"


def _says_it_all(entry: ModelLogEntry) -> bool:
    """What was looked at and why, by codes; who, when and in which story are the entry's own."""
    data = dict(entry.data)
    assert WORD not in str(data).lower()
    return bool(set(data) & WHAT) and data.get("why") in Why.values


def test_nobody_opens_one_who_has_not_said_why() -> None:
    found = stories_at_every_stage()
    user = make_user(Role.EDITOR)
    client = sign_in(Client(raise_request_exception=False), user)
    ids = [str(story.pk) for story in found]
    for address in every_address(values=parameters(found), default=default_of(ids)):
        if address.ours and any(pk in address.path for pk in ids):
            response = client.get(address.path)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            assert WORD.encode() not in body.lower(), address.path
