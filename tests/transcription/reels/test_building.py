"""A reel holds ids and the trainers' own words; what may be shown of it is asked each time."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pptx import Presentation

from stories.enums import Purpose
from stories.erasure import erase_story
from stories.withdrawal import take_back, take_back_purpose
from tests.transcription.clips.factories import TITLE, make_clip
from tests.transcription.library.factories import make_body
from transcription.library.finding import NoTerms
from transcription.library.terms import end_terms
from transcription.models import ReelItem
from transcription.reels import building
from transcription.reels.building import CannotAdd, add_clip, lay_out, move, name_item
from transcription.reels.composing import compose, frozen, timeline, warnings_for
from transcription.reels.scorm import manifest
from transcription.reels.slides import tell_nothing_else

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
PLACES = ({"first": 8, "last": 14}, {"first": 15, "last": 21})


@pytest.fixture
def three():
    """Three clips of one recording."""
    first = make_clip()
    return [first, *(make_clip(part=first.part, title=f"Clip {n}", **at) for n, at in enumerate(PLACES))]


def test_clips_are_put_in_order_moved_named_and_taken_out_by_buttons(three) -> None:
    body = make_body()
    reel = body.make_reel(*(each.clip_id for each in three))
    assert [each.title for each in lay_out(reel=reel)] == [TITLE, "Clip 0", "Clip 1"]
    last = reel.items.last()
    for action in ("up", "up", "up"):
        answer = body.client.post(body.url("arrange", reel.pk, last.pk), {"action": action})
        assert answer.url.endswith(f"#item-{last.pk}")
    body.client.post(body.url("arrange", reel.pk, last.pk), {"action": "title", "title": " A  quiet word "})
    assert [each.title for each in lay_out(reel=reel)] == ["A quiet word", TITLE, "Clip 0"]
    body.client.post(body.url("arrange", reel.pk, last.pk), {"action": "drop"})
    assert [each.title for each in lay_out(reel=reel)] == [TITLE, "Clip 0"]
    body.client.post(body.url("add", reel.pk), {"clip": str(three[0].clip_id)})
    assert reel.items.count() == 2, "it is in it already"
    with CaptureQueriesContext(connection) as two:
        lay_out(reel=reel)
    body.client.post(body.url("add", reel.pk), {"clip": str(three[2].clip_id)})
    with CaptureQueriesContext(connection) as more:
        assert len(lay_out(reel=reel)) == 3
    assert len(more) == len(two) == 8
    plan = body.client.get(body.url("preview", reel.pk)).content.decode()
    order = ["Four minutes", "Being held down.", TITLE, "Clip 0", "Clip 1", "A pause", "Who could?"]
    assert [plan.index(text) for text in order] == sorted(plan.index(text) for text in order)
    name_item(reel_id=reel.pk, item_id=0, title="nobody's")
    with pytest.raises(ReelItem.DoesNotExist):
        move(reel_id=reel.pk, item_id=0, by=1)


def test_what_may_not_be_used_cannot_be_added_and_shows_nothing_of_itself(three) -> None:
    body = make_body()
    reel = body.make_reel(*(each.clip_id for each in three))
    take_back_purpose(submission_id=three[0].story_id, purpose=Purpose.TRAINING)
    placed = lay_out(reel=reel)
    assert [(each.clip, each.title) for each in placed] == [(None, "")] * 3
    assert [w.message for w in warnings_for(reel=reel, placed=placed) if w.stops] == [
        "Put at least one clip into the reel.",
        "A clip in it may not be used any more. Take it out.",
    ]
    page = body.client.get(body.url("reel", reel.pk)).content.decode()
    assert TITLE not in page
    assert page.count("A clip that may not be used any more") >= 3
    with pytest.raises(CannotAdd, match="may not be used"):
        add_clip(reel=reel, clip_id=three[0].clip_id)
    take_back(submission_id=three[0].story_id)
    erase_story(submission_id=three[0].story_id)
    assert not ReelItem.objects.exists()


def test_warnings_say_what_a_room_would_miss(three, monkeypatch) -> None:
    body = make_body()
    reel = body.make_reel(three[0].clip_id, note="")
    reel.pause, reel.questions = 0, "\n"
    placed = lay_out(reel=reel)
    said = [warning.message for warning in warnings_for(reel=reel, placed=placed)]
    assert said[0].startswith("Say what the reel speaks of")
    assert [text for text in said if "no pause" in text or "no questions" in text or "Restraint" in text]
    assert len(said) == 4
    reel.content_note, reel.pause, reel.questions = "About restraint.", 10, "Why?"
    assert warnings_for(reel=reel, placed=placed) == []
    monkeypatch.setattr(building, "MOST_CLIPS", 1)
    with pytest.raises(CannotAdd, match="at the most"):
        add_clip(reel=reel, clip_id=three[1].clip_id)


def test_nothing_without_terms_and_the_plan_needs_no_file(three) -> None:
    body = make_body()
    reel = body.make_reel(three[0].clip_id)
    placed = lay_out(reel=reel)
    shown = timeline(compose(words=frozen(reel=reel, placed=placed), clips=[placed[0].clip]))
    assert [each.at for each in shown][:4] == [0, 5, 13, 17]
    assert TITLE not in str(frozen(reel=reel, placed=placed)), "a clip's title stays sealed with its story"
    end_terms(organisation=body.organisation, by=body.trainer)
    for ask in (
        lambda: lay_out(reel=reel),
        lambda: add_clip(reel=reel, clip_id=three[1].clip_id),
    ):
        with pytest.raises(NoTerms):
            ask()


def test_what_nobody_sees_in_a_title_spoils_no_file() -> None:
    """PowerPoint's line break is a character that neither slides nor a manifest can hold."""
    words = {
        "title": "Held\x0bdown",
        "content_note": "Two\nlines\x01",
        "pause": 0,
        "questions": ["Why\x1f?"],
        "titles": [],
    }
    reel = compose(words=words, clips=[])
    assert (reel.title, reel.content_note, reel.questions) == ("Held down", "Two\nlines ", ("Why ?",))
    tell_nothing_else(Presentation(), title=reel.title)
    assert ElementTree.fromstring(manifest(reel)) is not None
