"""The transcript editor: who gets in, what is logged, what is kept, and what is refused with nothing lost."""

import json
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.enums import Role
from common import audit
from stories.models import SealedPart
from stories.parts import part_text
from tests.promise.recordings import make_spoken
from tests.stories.factories import make_user, sign_in, sit_down
from transcription.editor.answers import as_data
from transcription.timed import TimedSegment, TimedWord

pytestmark = pytest.mark.django_db
WAS = "A nurse called Alan talked me down."
NOW = "A nurse called Alan sat with me."


@pytest.fixture
def part() -> SealedPart:
    return make_spoken("written")


def address(part: SealedPart, name: str = "transcript") -> str:
    return reverse(f"transcription:{name}", args=[part.submission_id, part.pk])


def editor_of(part: SealedPart, client: Client) -> Client:
    return sign_in(client, part.submission.story.editor)


def send(client: Client, part: SealedPart, body: Any) -> Any:
    return client.post(address(part, "save_transcript"), json.dumps(body), content_type="application/json")


@pytest.mark.parametrize("name", ["transcript", "save_transcript", "restore_transcript"])
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.TRAINER, Role.ADMINISTRATOR, Role.SECOND_READER])
def test_other_roles_are_refused(client: Client, part: SealedPart, role: Role, name: str) -> None:
    before = audit.entries_for(part.submission_id).count()
    user = sign_in(client, make_user(role))
    ask = user.get if name == "transcript" else user.post
    response = ask(address(part, name))
    assert response.status_code == 403
    assert "Alan" not in response.content.decode()
    assert audit.entries_for(part.submission_id).count() == before


def test_why_is_asked_first_and_the_look_is_logged(client: Client, part: SealedPart) -> None:
    other = make_user(Role.EDITOR)
    response = sign_in(client, other).get(address(part))
    assert "Alan" not in response.content.decode()
    assert "Before you open it" in response.content.decode()
    sit_down(part.submission.story, other)
    looks = audit.entries_for(part.submission_id).filter(action="heard.read_sealed", user=other)
    assert looks.count() == 0
    page = client.get(address(part)).content.decode()
    assert "Alan" in page
    assert "You are looking only" in page
    assert looks.count() == 1


def test_words_are_kept_and_answered_with_what_changed(client: Client, part: SealedPart) -> None:
    user = editor_of(part, client)
    answer = send(user, part, {"changes": [{"kind": "text", "key": 4, "was": WAS, "value": NOW}]})
    assert answer.status_code == 200
    (changed,) = answer.json()["segments"]
    assert " ".join(word[2] for word in changed["words"]) == NOW
    assert "order" not in answer.json()
    assert NOW in part_text(part_id=part.pk)
    split = send(user, part, {"changes": [{"kind": "split", "key": 4, "was": NOW, "at": 4}]})
    assert split.json()["order"] == [1, 2, 3, 4, 6, 5]


def test_a_described_sound_comes_back_where_it_belongs(client: Client, part: SealedPart) -> None:
    user = editor_of(part, client)
    sound = {"kind": "sound", "key": 0, "was": "", "value": "a door slams", "at": 3000}
    answer = send(user, part, {"changes": [sound]}).json()
    (added,) = answer["segments"]
    assert (added["sound"], added["start"], added["speaker"]) == (True, 3.0, "")
    assert answer["order"] == [1, 6, 2, 3, 4, 5]
    refused = send(user, part, {"changes": [sound | {"value": "[ ]"}]})
    assert (refused.status_code, refused.json()["message"]) == (
        422,
        "Say what is heard, such as: a door slams.",
    )


def test_a_clash_brings_what_the_other_wrote(client: Client, part: SealedPart) -> None:
    user = editor_of(part, client)
    send(user, part, {"changes": [{"kind": "text", "key": 4, "was": WAS, "value": NOW}]})
    answer = send(user, part, {"changes": [{"kind": "text", "key": 4, "was": WAS, "value": "Mine."}]})
    assert answer.status_code == 409
    (theirs,) = answer.json()["segments"]
    assert " ".join(word[2] for word in theirs["words"]) == NOW
    assert NOW in part_text(part_id=part.pk)


def test_listening_and_confirming(client: Client, part: SealedPart) -> None:
    user = editor_of(part, client)
    refused = send(user, part, {"confirm": [1]})
    assert refused.status_code == 422
    assert "00:00 to 00:02" in refused.json()["message"]
    done = send(user, part, {"listened": [[0, 3.2]], "confirm": [1]})
    assert done.json()["listened"] == [[0.0, 3.2]]
    assert [each["confirmed"] for each in done.json()["segments"]] == [True]


@pytest.mark.parametrize(
    "body",
    [
        "no json at all",
        {"changes": "x"},
        {"changes": [3]},
        {"changes": [{"kind": "confirm", "key": 1, "was": ""}]},
        {"changes": [{"kind": "burn", "key": 1, "was": ""}]},
        {"changes": [{"kind": "text", "key": "1", "was": "", "value": ""}]},
        {"changes": [{"kind": "text", "key": 1, "was": None}]},
        {"changes": [{"kind": "sound", "key": 0, "was": "", "value": "keys", "at": 10**400}]},
        {"listened": [[1]]},
        {"listened": [["a", "b"]]},
        {"listened": 7},
        {"confirm": ["1"]},
        {"listened": [[0, float("inf")]]},
        {"listened": [[float("nan"), 1]]},
        {"listened": [[0, 10**400]]},
        {"changes": [{"kind": "text", "key": 1, "was": "", "value": "\ud800"}]},
        "[" * 100_000,
        [],
    ],
)
def test_what_is_no_change_is_said_and_changes_nothing(client: Client, part: SealedPart, body: Any) -> None:
    user, text = editor_of(part, client), part_text(part_id=part.pk)
    if isinstance(body, str):
        answer = user.post(address(part, "save_transcript"), body, content_type="application/json")
    else:
        answer = send(user, part, body)
    assert answer.status_code == 422
    assert "did not understand" in answer.json()["message"]
    assert part_text(part_id=part.pk) == text


def test_somebody_who_has_not_taken_it_looks_only(client: Client, part: SealedPart) -> None:
    other = sit_down(part.submission.story, make_user(Role.EDITOR))
    answer = send(
        sign_in(client, other), part, {"changes": [{"kind": "text", "key": 4, "was": WAS, "value": NOW}]}
    )
    assert answer.status_code == 422
    assert "Take this story first" in answer.json()["message"]


def test_an_earlier_version_comes_back(client: Client, part: SealedPart) -> None:
    user = editor_of(part, client)
    send(user, part, {"changes": [{"kind": "text", "key": 4, "was": WAS, "value": NOW}]})
    assert "Go back to this" in user.get(address(part)).content.decode()
    user.post(address(part, "restore_transcript"), {"number": "0"})
    assert WAS in part_text(part_id=part.pk)
    assert user.post(address(part, "restore_transcript"), {"number": "77"}).status_code == 404
    assert user.post(address(part, "restore_transcript"), {"number": "x"}).status_code == 404
    assert user.post(address(part, "restore_transcript"), {"number": "9" * 5000}).status_code == 404


def test_another_storys_part_and_a_written_one_are_not_found(client: Client, part: SealedPart) -> None:
    other = make_spoken("written")
    user = editor_of(part, client)
    sit_down(other.submission.story, part.submission.story.editor)
    wrong = reverse("transcription:transcript", args=[part.submission_id, other.pk])
    assert user.get(wrong).status_code == 404
    wrong = reverse("transcription:save_transcript", args=[part.submission_id, other.pk])
    assert user.post(wrong, "{}", content_type="application/json").status_code == 404


def test_queries_do_not_grow_with_its_length(
    client: Client, part: SealedPart, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    user = editor_of(part, client)
    with django_assert_max_num_queries(60):
        user.get(address(part))


def test_what_the_machine_doubted_is_marked() -> None:
    doubted, sure, silent = (
        TimedWord(0, 1, "perhaps", 0.3, 0, 7),
        TimedWord(1, 2, "so", 0.9, 8, 10),
        TimedWord(2, 3, "Bye", 0.9, 11, 14, silent=True),
    )
    (data,) = as_data([TimedSegment(0, 3, (doubted, sure, silent), 1)])
    assert [(word[2], word[3]) for word in data["words"]] == [("perhaps", 1), ("so", 0), ("Bye", 1)]


def test_who_only_listens_has_no_word_opened(client: Client, part: SealedPart) -> None:
    """A player tells it every few seconds."""
    user = editor_of(part, client)
    with mock.patch("transcription.transcripts.open_text", side_effect=AssertionError):
        answer = send(user, part, {"listened": [[0, 1]]})
    assert answer.json() == {"segments": [], "listened": [[0.0, 1.0]]}
