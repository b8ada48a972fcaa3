from dataclasses import replace

import pytest

from transcription.reels.plan import (
    CannotShow,
    Card,
    Reel,
    ReelClip,
    captions_of,
    length_of,
    scenes_of,
)


def kinds(reel: Reel) -> list[str]:
    return [scene.kind if isinstance(scene, Card) else "film" for scene in scenes_of(reel)]


def test_it_says_what_it_speaks_of_before_anything_is_heard_and_ends_with_the_code(reel: Reel) -> None:
    order = ["title", "note", "clip", "film", "clip", "film", "pause", "questions", "verify"]
    assert kinds(reel) == order
    last = scenes_of(reel)[-1]
    assert isinstance(last, Card)
    assert {reel.verify_code, reel.verify_url} <= set(last.lines)


def test_no_pause_and_no_questions_make_no_cards(reel: Reel) -> None:
    assert kinds(replace(reel, pause=0, questions=()))[-2:] == ["film", "verify"]


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ({"clips": ()}, "at least one clip"),
        ({"content_note": "  "}, "what the reel speaks of"),
        ({"verify_code": ""}, "no verify code"),
        ({"pause": 121.0}, "two minutes"),
    ],
)
def test_what_makes_no_reel_is_said(reel: Reel, missing: dict[str, object], says: str) -> None:
    with pytest.raises(CannotShow, match=says):
        scenes_of(replace(reel, **missing))  # type: ignore[arg-type]  # each is of its field's type


def test_captions_stand_at_their_clips_and_never_reach_into_the_next_scene(reel: Reel) -> None:
    scenes = scenes_of(reel)
    cues = captions_of(scenes)
    at = 0.0
    for scene in scenes:
        inside = [cue for cue in cues if at <= cue.start < at + scene.seconds]
        assert len(inside) == (2 if isinstance(scene, ReelClip) else 0)
        assert all(cue.end <= at + scene.seconds for cue in inside)
        at += scene.seconds
    assert length_of(scenes) == at
