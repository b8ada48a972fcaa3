"""Messages, adding more, taking everything away, and what changed: the pages behind the teller's own."""

import io
import json
import zipfile

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.enums import Role
from common.jobs.run_now import drain
from stories import messages, telling
from stories.enums import PartKind, Stage
from stories.models import Message, SealedPart, Story, Submission
from stories.receipts import give_receipt
from stories.release import read_website
from tests.promise.recordings import make_spoken, store_words
from tests.stories.factories import STEPS, TEXT, Wish, make_story, make_teller, make_user, sign_in
from tests.stories.views.media import SPOKEN
from tests.stories.views.visitor import Visitor, come_back
from tests.transcription.factories import HIDE, add_recording
from transcription.models import SafeCopy

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
MOST_QUERIES = 12


def at_home(state: str, **wish: object) -> tuple[Visitor, Story]:
    teller, words = make_teller()
    story = make_story(state, teller=teller, **wish)
    return come_back(words), story


def test_a_letter_and_its_answer() -> None:
    visitor, story = at_home("taken")
    visitor.open("/return/messages/").press("Send my message", text="May I change a word?")
    assert visitor.path == "/return/messages/"
    assert "May I change a word?" in visitor.text
    assert story.editor is not None
    editor = sign_in(Client(), story.editor)
    assert "1 new message" in editor.get(f"/admin/stories/{story.pk}/").content.decode()
    queue = editor.get("/admin/stories/queue/").content.decode()
    assert "1 message" in queue
    assert "change a word" not in queue
    address = f"/admin/stories/{story.pk}/messages/"
    assert "May I change a word?" in editor.get(address).content.decode()
    assert editor.post(address, {"text": "Yes, any word."}).status_code == 302
    assert "1 new message from the editors" in visitor.open("/return/story/").text
    assert "Yes, any word." in visitor.open("/return/messages/").text
    assert "1 new message" not in visitor.open("/return/story/").text


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SECOND_READER, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_others_of_ours_read_no_letters(role: Role) -> None:
    _visitor, story = at_home("taken")
    messages.write_as_teller(submission_id=story.pk, text="qzxletterxzq")
    answer = sign_in(Client(), make_user(role)).get(f"/admin/stories/{story.pk}/messages/", follow=True)
    assert "qzxletterxzq" not in answer.content.decode()
    assert Message.objects.get().read_at is None


def test_too_many_letters_are_answered_like_a_person_would_and_the_words_stay() -> None:
    visitor, story = at_home("taken")
    for number in range(messages.PER_HOUR):
        messages.write_as_teller(submission_id=story.pk, text=f"Number {number}")
    visitor.open("/return/messages/").press("Send my message", text="One more qzx")
    assert visitor.status == 429
    assert "We have them all" in visitor.text
    assert "One more qzx" in visitor.text


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    text=st.text(max_size=60), meanwhile=st.sampled_from(["", "stand", "down", "x"]), part=st.text(max_size=8)
)
def test_any_field_of_any_form_is_answered(db: None, text: str, meanwhile: str, part: str) -> None:
    visitor, story = at_home("published")
    for path, fields in (
        ("/return/messages/", {"text": text}),
        ("/return/more/", {"text": text, "meanwhile": meanwhile, "recording": part}),
        ("/return/look/", {"decision": part, "note": text, "sha256": part, "heard": part}),
        ("/return/hear/", {"answer": part, "heard": text}),
    ):
        client = Client()
        client.cookies = visitor.client.cookies
        answer = client.post(path, {name: clean(value) for name, value in fields.items()})
        assert answer.status_code < 500, path
        kept = text.strip()
        if path == "/return/more/" and answer.status_code == 200 and kept.isalnum():
            assert kept in answer.content.decode()
    if meanwhile != "down":
        assert read_website(story_id=story.pk) is not None


def clean(text: str) -> str:
    """What a browser can send: it has no half characters."""
    return text.encode("utf-8", "replace").decode()


def test_words_and_a_recording_are_added_and_seen_as_added() -> None:
    visitor, story = at_home("published")
    with SPOKEN.open("rb") as file:
        visitor.open("/return/more/").press(
            "Add it to my story", text="There was more.", meanwhile="stand", files={"recording": file}
        )
    assert visitor.path == "/return/more/"
    assert "What you added" in visitor.text
    kinds = SealedPart.objects.filter(submission_id=story.pk, added_at__isnull=False).values_list(
        "kind", flat=True
    )
    assert set(kinds) == {PartKind.WRITTEN, PartKind.AUDIO}
    assert read_website(story_id=story.pk) is not None
    assert story.editor is not None
    page = sign_in(Client(), story.editor).get(f"/admin/stories/{story.pk}/").content.decode()
    assert page.count("It is in no version that was made before") == 2


def test_stop_it_first_is_a_choice_of_the_teller() -> None:
    visitor, story = at_home("published")
    visitor.open("/return/more/").press("Add it to my story", text="There was more.", meanwhile="down")
    assert Story.objects.get(pk=story.pk).stage == Stage.ANONYMISING
    assert Client().get(f"/stories/{story.pk}/").status_code == 404


def test_a_wrong_file_says_so_and_keeps_the_words() -> None:
    visitor, story = at_home("sent")
    visitor.open("/return/more/").press(
        "Add it to my story", text="There was qzx more.", files={"recording": io.BytesIO(b"no sound at all")}
    )
    assert "could not open that file" in visitor.text
    assert "There was qzx more." in visitor.text
    assert SealedPart.objects.filter(submission_id=story.pk).count() == 1
    visitor.open("/return/more/").press("Add it to my story")
    assert "Write something or choose a file first." in visitor.text


def unpack(visitor: Visitor) -> zipfile.ZipFile:
    visitor.open("/return/download/")
    assert "Is this device yours alone?" in visitor.text
    answer = visitor.press("Save it on this device").page
    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def test_everything_comes_with_them() -> None:
    visitor, story = at_home("published", note="As it was.")
    messages.write_as_teller(submission_id=story.pk, text="May I change a word?")
    archive = unpack(visitor)
    assert archive.testzip() is None
    data = json.loads(archive.read("everything.json"))
    assert set(data) >= {
        "story", "sent", "consents", "versions", "messages", "releases", "certificates", "safe_copies", "what_changed",
    }  # fmt: skip
    assert data["sent"][0]["words"] == TEXT
    assert data["messages"] == [
        {"from": "you", "when": data["messages"][0]["when"], "words": "May I change a word?"}
    ]
    assert data["versions"][0]["your answers"][0]["what you wrote"] == "As it was."
    assert {len(each["hash of the question"]) for each in data["consents"]} == {64}
    assert data["releases"][0]["where"] == "Website"
    page = archive.read("read-me-first.html").decode()
    for words in ("Dr Hale held my arm", "a doctor held my arm", "May I change a word?", "Website"):
        assert words in page


def test_recordings_come_as_they_were_sent_and_as_others_hear_them() -> None:
    part = make_spoken("published")
    archive = unpack(come_back(give_receipt(teller=part.submission.teller)))
    names = archive.namelist()
    assert names[:2] == ["read-me-first.html", "everything.json"]
    original = next(name for name in names if name.startswith("recordings/"))
    assert archive.read(original) == SPOKEN.read_bytes()
    assert archive.read("safe-copies/1.opus")[:4] == b"OggS"
    assert "Alan" not in json.loads(archive.read("everything.json"))["safe_copies"][0]["captions"]


def test_nobody_downloads_without_a_receipt_or_by_a_link() -> None:
    visitor, _story = at_home("published")
    assert visitor.client.get("/return/download/everything.zip").status_code == 405
    stranger = Client().post("/return/download/everything.zip")
    assert (stranger.status_code, stranger["Location"]) == (302, "/return/")


QUERIES = [10, 6, 5, 5, 3, 7, 5, 4]
PAGES = ("story", "look", "messages", "more", "download", "where", "take-back", "uses")


@pytest.mark.parametrize("others", [0, 3])
def test_few_queries_and_as_many_however_much_there_is(others: int) -> None:
    for _ in range(others):
        make_story("published")
    visitor, story = at_home("published")
    for number in range(1 + others):
        messages.write_as_teller(submission_id=story.pk, text=f"Number {number}")
    for page in PAGES:
        visitor.open(f"/return/{page}/")
    counted = {path: number for path, number in visitor.queries.items() if path != "/return/"}
    assert max(counted.values()) <= MOST_QUERIES, counted
    assert list(counted.values()) == QUERIES, counted


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_story_with_recordings(count: int) -> None:
    """However many it has. (Each is treated once for this: a second for the three.)"""
    visitor, _story = told_aloud(count)
    visitor.open("/return/look/")  # fills what outlives a page
    visitor.open("/return/story/").open("/return/look/")
    assert visitor.text.count('name="heard"') == count
    assert [visitor.queries[f"/return/{page}/"] for page in ("story", "look")] == [9, 10], visitor.queries
    visitor.press("Send my answer", decision="approved")
    visitor.open("/return/story/").open("/return/look/")
    assert [visitor.queries[f"/return/{page}/"] for page in ("story", "look")] == [12, 10], visitor.queries
    SafeCopy.objects.all().delete()
    visitor.open("/return/look/")
    assert visitor.text.count("is being made") == count
    assert visitor.queries["/return/look/"] == 12


def told_aloud(count: int) -> tuple[Visitor, Submission]:
    """With the teller, each recording heard by a second person."""
    first = add_recording(SPOKEN)
    parts = [first]
    for _ in range(count - 1):
        with SPOKEN.open("rb") as file:
            parts.append(
                telling.add_media(
                    submission_id=first.submission_id, kind=PartKind.AUDIO, source=file, mime="audio/ogg"
                )
            )
    telling.send_submission(submission_id=first.submission_id)
    for part in parts:
        store_words(part)
    wish = Wish(hide=HIDE)
    for step in ("taken", "written", "handed", "second_read"):
        STEPS[step](first.submission, wish)
        drain()
    return come_back(give_receipt(teller=first.submission.teller)), first.submission
